import { type ImageSortKey, imageCompare, sortImages } from '@shared/domain/imageSort'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { anImageRow, imageId } from '../../builders/imageRow'

// Many generated cases on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 })

const rows = [
  anImageRow({ id: imageId(1), tags: ['app:1.10'], created: 1, size: 5, running: 0, stopped: 3 }),
  anImageRow({ id: imageId(2), tags: ['app:1.9'], created: 2, size: 5, running: 1 }),
  anImageRow({ id: imageId(3), tags: [], naming: 'dangling', created: undefined, size: 9 }),
]

test.each<[ImageSortKey, 'ascending' | 'descending', number[]]>([
  ['reference', 'ascending', [2, 1, 3]],
  ['reference', 'descending', [1, 2, 3]],
  ['created', 'ascending', [1, 2, 3]],
  ['created', 'descending', [2, 1, 3]],
  ['size', 'ascending', [2, 1, 3]],
  ['size', 'descending', [3, 2, 1]],
  ['use', 'descending', [2, 1, 3]],
  ['naming', 'ascending', [2, 1, 3]],
  ['id', 'descending', [3, 2, 1]],
])('%s %s', (key, direction, expected) => {
  const ids = sortImages(rows, { key, direction }).map((row) => row.id)
  expect(ids).toEqual(expected.map(imageId))
})

test('last used: what runs is used now, what was never seen used stands last either way', () => {
  const used = [
    anImageRow({ id: imageId(1), ledger: { firstSeen: 1, lastUsed: 5 } }),
    anImageRow({ id: imageId(2), ledger: { firstSeen: 1 } }),
    anImageRow({ id: imageId(3), running: 1 }),
  ]
  const sorted = (direction: 'ascending' | 'descending') =>
    sortImages(used, { key: 'lastUsed', direction }).map(({ id }) => id)
  expect(sorted('descending')).toEqual([3, 1, 2].map(imageId))
  expect(sorted('ascending')).toEqual([1, 3, 2].map(imageId))
})

test('the order is total: the same rows give the same list, however they came', () => {
  const keys = [
    'reference',
    'id',
    'created',
    'size',
    'use',
    'lastUsed',
    'naming',
    'platform',
    'digest',
  ] as const
  const anyRow = fc.record({
    n: fc.nat(50),
    created: fc.option(fc.nat(3), { nil: undefined }),
    size: fc.nat(3),
    running: fc.nat(1),
    ledger: fc.option(fc.record({ firstSeen: fc.constant(1), lastUsed: fc.nat(3) }), { nil: undefined }),
    tags: fc.array(fc.constantFrom('a:1', 'b:2', 'b:10'), { maxLength: 2 }),
  })
  const some = fc
    .uniqueArray(anyRow, { selector: (row) => row.n })
    .map((all) => all.map(({ n, ...row }) => anImageRow({ id: imageId(n), ...row })))
  fc.assert(
    fc.property(some, fc.constantFrom(...keys), fc.boolean(), (list, key, up) => {
      const sort = { key, direction: up ? 'ascending' : 'descending' } as const
      const once = sortImages(list, sort)
      expect(sortImages([...list].reverse(), sort)).toEqual(once)
      for (const [i, row] of once.slice(1).entries()) {
        expect(imageCompare(sort)(once[i] ?? row, row)).toBeLessThan(0)
      }
    }),
  )
})
