import type { RemovalItem } from '@shared/domain/removal'
import { describe, expect, it } from 'vitest'
import {
  planRows,
  stepsOf,
  summaryOf,
  targetKey,
  toggled,
} from '../../../renderer/features/cleanup/remove/choice.logic'
import { removalCommands } from '../../../renderer/features/cleanup/remove/commands.logic'
import { blockedByRunning, blockedByStopped, byName, deleted, removalItem, untagged } from './builders'

const plain = removalItem({ name: 'a:1', seed: 1, size: 50 })
const second = removalItem({ name: 'a:2', seed: 2, plain: untagged })
const stopped = removalItem({ name: 'b:1', seed: 3, size: 70, plain: blockedByStopped, forced: deleted })
const running = removalItem({ name: 'c:1', seed: 4, plain: blockedByRunning, forced: untagged })
const never = removalItem({ name: 'd:1', seed: 5, plain: blockedByRunning, forced: blockedByRunning })
const all = [plain, second, stopped, running, never]
const none: ReadonlySet<string> = new Set()
const forceAll = new Set(all.map((item) => targetKey(item.target)))

describe('what is confirmed', () => {
  it('leaves refused rows out, and forces nothing that was not chosen', () => {
    expect(stepsOf(all, none)).toEqual([
      { target: plain.target, force: false, expected: 'deleted' },
      { target: second.target, force: false, expected: 'untagged' },
    ])
  })

  it('forces only where it helps: never a row that goes anyway, never one that can not', () => {
    expect(stepsOf(all, forceAll)).toEqual([
      { target: plain.target, force: false, expected: 'deleted' },
      { target: second.target, force: false, expected: 'untagged' },
      { target: stopped.target, force: true, expected: 'deleted' },
      { target: running.target, force: true, expected: 'untagged' },
    ])
  })

  it('a choice is taken back by the same click', () => {
    const key = targetKey(byName('a', 1))
    expect([...toggled(toggled(none, key), key)]).toEqual([])
  })
})

describe('counts and bytes', () => {
  const idsOf = (...items: readonly RemovalItem[]) => items.map(({ target }) => target.imageId)

  it('counts each outcome; bytes are only those of images that go', () => {
    expect([summaryOf(all, none), summaryOf(all, forceAll)]).toEqual([
      { deleted: 1, untagged: 1, kept: 3, forceable: 2, gone: idsOf(plain), upToBytes: 50 },
      { deleted: 2, untagged: 2, kept: 1, forceable: 0, gone: idsOf(plain, stopped), upToBytes: 120 },
    ])
  })

  it('untagged parents that go along are among what goes, also where the image itself stays', () => {
    const parents = ['sha256:parent']
    const along = removalItem({
      name: 'e:1',
      plain: { type: 'untagged', untagged: [], remaining: [], parents },
    })
    expect(summaryOf([along], none).gone).toEqual(parents)
  })

  it('an image that two targets delete counts once', () => {
    const twice = [removalItem({ name: 'x:1', seed: 9 }), removalItem({ name: 'x:2', seed: 9 })]
    expect(summaryOf(twice, none).upToBytes).toBe(100)
  })
})

describe('rows', () => {
  it('what needs a thought comes first; one group alone has no heading', () => {
    expect([
      planRows({ items: all }).map((row) => (row.type === 'heading' ? row.verdict : row.item.name)),
      planRows({ items: [plain] }).map((row) => row.type),
    ]).toEqual([
      ['cannot', 'd:1', 'forceOnlyUntags', 'c:1', 'needsForce', 'b:1', 'untagged', 'a:2', 'deleted', 'a:1'],
      ['item'],
    ])
  })
})

describe('the docker commands that do the same', () => {
  it('neighbours share a line, the order of the plan is kept', () => {
    expect(removalCommands(all, forceAll)).toEqual([
      'docker image rm a:1 a:2',
      'docker image rm --force b:1 c:1',
    ])
    expect(removalCommands([stopped, plain], forceAll)).toEqual([
      'docker image rm --force b:1',
      'docker image rm a:1',
    ])
    expect(removalCommands([never], forceAll)).toEqual([])
  })
})
