import type { ImageFilter } from '@shared/domain/imageFilter'
import { compileFilter, findImage, labelsMatch } from '@shared/domain/imageMatch'
import { describe, expect, test } from 'vitest'
import { anImageRow, imageId } from '../../builders/imageRow'

const digest = `sha256:${'d'.repeat(64)}`
const day = 86_400_000
const rows = [
  anImageRow({
    id: imageId(0xa1),
    tags: ['redis:7', 'redis:latest'],
    created: 3000,
    ledger: { firstSeen: 0, unusedSince: 70 * day },
  }),
  anImageRow({
    id: imageId(0xa2),
    tags: ['localhost:5000/team/App:1'],
    created: 2000,
    running: 1,
    ledger: { firstSeen: 0, lastUsed: 0 },
  }),
  anImageRow({
    id: imageId(0xb1),
    tags: [],
    digests: [`busybox@${digest}`],
    naming: 'digestOnly',
    created: 1000,
  }),
  anImageRow({
    id: imageId(0xb2),
    tags: [],
    naming: 'dangling',
    created: 4000,
    stopped: 1,
    ledger: { firstSeen: 0, unusedSince: 70 * day + 1 },
  }),
  anImageRow({ id: imageId(0xb3), tags: [], naming: 'intermediate', created: undefined }),
]

function kept(filter: ImageFilter): string[] | string {
  const test = compileFilter(filter, rows, {
    now: 100 * day,
    hasLabels: (row, labels) =>
      labelsMatch(row.id === imageId(0xa1) ? new Map([['a', '1=2']]) : new Map(), labels),
  })
  return test.ok ? rows.filter(test.value).map((row) => row.id.slice(13, 15)) : test.error.code
}

describe('filter', () => {
  test.each<[ImageFilter, string[] | string]>([
    [{}, ['a1', 'a2', 'b1', 'b2', 'b3']],
    [{ text: '  ' }, ['a1', 'a2', 'b1', 'b2', 'b3']],
    [{ text: 'REDIS' }, ['a1']],
    [{ text: 'redis 7' }, ['a1']],
    [{ text: 'redis 8' }, []],
    [{ text: 'app' }, ['a2']],
    [{ text: 'dddd' }, ['b1']],
    [{ text: '000000b' }, ['b1', 'b2', 'b3']],
    [{ text: 'sha256:000000b2' }, ['b2']],
    [{ use: 'inUse' }, ['a2', 'b2']],
    [{ use: 'unused' }, ['a1', 'b1', 'b3']],
    [{ naming: [] }, ['a1', 'a2', 'b1', 'b2', 'b3']],
    [{ naming: ['dangling', 'digestOnly'] }, ['b1', 'b2']],
    [{ labels: ['a'] }, ['a1']],
    [{ labels: ['a=1=2'] }, ['a1']],
    [{ labels: ['a', 'b'] }, []],
    [{ before: 'redis:7' }, ['a2', 'b1']],
    [{ before: 'redis' }, ['a2', 'b1']],
    [{ since: 'redis' }, ['b2']],
    [{ since: `busybox@${digest}`, before: 'redis' }, ['a2']],
    [{ since: '000000b2' }, []],
    // Running, and without a ledger, is never called unused.
    [{ unusedForDays: 1 }, ['a1', 'b2']],
    [{ unusedForDays: 30 }, ['a1']],
    [{ unusedForDays: 31 }, []],
    [{ before: 'nothing' }, 'IMAGE_NOT_FOUND'],
    [{ before: '0000' }, 'IMAGE_AMBIGUOUS'],
    [{ reference: 'redis' }, ['a1']],
    [{ reference: 'redis:7' }, ['a1']],
    [{ reference: 'red*:l?test' }, ['a1']],
    [{ reference: 'docker.io/library/redis' }, []],
    [{ reference: 'localhost:5000/*' }, []],
    [{ reference: 'localhost:5000/*/*' }, ['a2']],
    [{ reference: 'busybox' }, ['b1']],
    [{ reference: 'busy*@*' }, ['b1']],
    [{ reference: '[' }, 'INPUT_INVALID'],
    [{ text: 'redis', use: 'inUse' }, []],
  ])('%j keeps %j', (filter, expected) => {
    expect(kept(filter)).toEqual(expected)
  })
})

describe('an image is found', () => {
  test('by tag, by default tag, by digest, by id and by its start', () => {
    for (const name of [
      'redis:7',
      'redis',
      'docker.io/library/redis',
      imageId(0xa1),
      imageId(0xa1).slice(7),
      '000000a1',
    ]) {
      const found = findImage(rows, name)
      expect(found.ok && found.value.id).toBe(imageId(0xa1))
    }
    const byDigest = findImage(rows, `busybox:gone@${digest}`)
    expect(byDigest.ok && byDigest.value.id).toBe(imageId(0xb1))
  })

  test('but never by a start that is shared or too short', () => {
    expect(findImage(rows, '0000')).toMatchObject({ error: { code: 'IMAGE_AMBIGUOUS' } })
    expect(findImage(rows, '000')).toMatchObject({ error: { code: 'IMAGE_NOT_FOUND' } })
  })
})
