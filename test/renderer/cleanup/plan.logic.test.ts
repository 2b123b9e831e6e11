import { describe, expect, it } from 'vitest'
import { linesOf, requestOf, stoppedBlockers } from '../../../renderer/features/cleanup/plan/plan.logic'
import {
  type CleanupDraft,
  emptyDraft,
  noCache,
  noRules,
  presetOf,
  presets,
} from '../../../renderer/features/frame/cleanupDraft'
import type { CleanupItem } from '../../../shared/domain/cleanup'
import { cleanupRequestSchema } from '../../../shared/domain/cleanupRequest'
import { noBytes } from '../../../shared/domain/sizes'

const id = (digit: string) => `sha256:${digit.repeat(64)}`

function draft(some: Partial<CleanupDraft>): CleanupDraft {
  return { ...emptyDraft, ...some }
}

function item(some: Partial<CleanupItem>): CleanupItem {
  return {
    imageId: id('a'),
    name: 'app:1',
    size: 100,
    verdict: 'deleted',
    untagged: [],
    parents: [],
    ...some,
  }
}

function freeing(bytes: number): NonNullable<CleanupItem['alone']> {
  return {
    freed: { files: bytes, blobs: 0 },
    staysInBuildCache: noBytes,
    staysInContainers: noBytes,
    staysInImages: noBytes,
    about: [],
  }
}

describe('the request of a draft', () => {
  it.each([
    ['dangling', { which: { type: 'dangling' } }],
    ['unusedLong', { which: { type: 'unused' }, unusedForDays: 90 }],
    ['unused', { which: { type: 'unused' } }],
    ['newest', { which: { type: 'all' }, keepNewest: { count: 3 } }],
    ['cache', { buildCache: { olderThanDays: 7 } }],
  ] as const)('%s', (name, request) => {
    expect(requestOf(presets[name])).toEqual({ ok: true, request })
    expect(presetOf(presets[name])).toBe(name)
    expect(presetOf({ ...presets[name], except: new Set(['x']) })).toBe(name)
  })

  it('has every rule that is on, in bytes and days, and nothing else', () => {
    const full = draft({
      which: 'chosen',
      targets: [{ type: 'image', imageId: id('b') }],
      rules: {
        unusedForDays: { on: true, typed: ' 0,5 ' },
        olderThanDays: { on: false, typed: 'nonsense' },
        biggerThan: { on: true, typed: '1.5' },
        label: { on: true, typed: ' stage=test ' },
        reference: { on: true, typed: 'acme/*:*' },
        keepNewest: { on: true, typed: '2' },
        repository: ' acme/* ',
      },
      cache: {
        on: true,
        olderThanDays: { on: false, typed: '' },
        keepBytes: { on: true, typed: '2' },
        all: true,
      },
      except: new Set([id('c')]),
      removeContainers: new Set(['f00']),
    })
    const read = requestOf(full)
    expect(read).toEqual({
      ok: true,
      request: {
        which: { type: 'chosen', targets: [{ type: 'image', imageId: id('b') }] },
        unusedForDays: 0.5,
        biggerThan: 1_500_000,
        labels: ['stage=test'],
        reference: 'acme/*:*',
        keepNewest: { count: 2, repository: 'acme/*' },
        buildCache: { keepBytes: 2_000_000_000, all: true },
        except: [id('c')],
        removeContainers: ['f00'],
      },
    })
    expect(cleanupRequestSchema.safeParse(read.ok ? read.request : undefined).success).toBe(true)
    expect(presetOf(full)).toBeUndefined()
  })

  it.each([
    ['unusedForDays', 'x'],
    ['olderThanDays', '-1'],
    ['olderThanDays', '40000'],
    ['biggerThan', '1e9'],
    ['label', ' '],
    ['reference', ''],
    ['keepNewest', '0'],
    ['keepNewest', '2.5'],
  ] as const)('%s %j is told as what can’t be read', (name, typed) => {
    const rules = { ...noRules, [name]: { on: true, typed } }
    expect(requestOf(draft({ rules }))).toEqual({ ok: false, wrong: name })
    expect(requestOf(draft({ which: 'none', rules })).ok).toBe(true)
  })

  it('looks at the rules of the cache only when it is on', () => {
    const cache = { ...noCache, keepBytes: { on: true, typed: 'all' } }
    expect(requestOf(draft({ cache })).ok).toBe(true)
    expect(requestOf(draft({ cache: { ...cache, on: true } }))).toEqual({ ok: false, wrong: 'cacheKeep' })
  })
})

describe('the lines of a plan', () => {
  it('begin with what goes, what gives back most first', () => {
    const lines = linesOf({
      containers: [],
      items: [
        item({ name: 'small', alone: freeing(1) }),
        item({ name: 'held', verdict: 'blocked' }),
        item({ name: 'big', alone: freeing(9) }),
        item({ name: 'left', verdict: 'kept' }),
        item({ name: 'tag', verdict: 'untagged' }),
      ],
      cache: [
        { id: 'r1', recordType: 'regular', description: '', bytes: 5, verdict: 'removed' },
        { id: 'r2', recordType: 'regular', description: '', bytes: 6, verdict: 'kept', keep: 'shared' },
      ],
    })
    expect(
      lines.map((line) => {
        if (line.type === 'heading') return `${line.section} ${line.count}`
        if (line.type === 'image') return line.item.name
        return line.type === 'cache' ? line.item.id : line.container.id
      }),
    ).toEqual([
      'deleted 2',
      'big',
      'small',
      'untagged 1',
      'tag',
      'cache 1',
      'r1',
      'blocked 1',
      'held',
      'kept 1',
      'left',
      'cacheStays 1',
      'r2',
    ])
  })

  it('offer to remove containers only where all that hold the image have stopped', () => {
    const container = { id: 'c1', name: 'web', state: 'exited', running: false, createdFrom: 'app:1' }
    const blocked = (...containers: (typeof container)[]) =>
      item({ verdict: 'blocked', blocker: { type: 'containers', containers } })
    expect(stoppedBlockers(blocked(container))).toEqual(['c1'])
    expect(stoppedBlockers(blocked(container, { ...container, id: 'c2', running: true }))).toEqual([])
    expect(stoppedBlockers(item({ blocker: { type: 'otherNames', references: ['a:1'] } }))).toEqual([])
  })
})
