import { expect, test } from 'vitest'
import { planPrune } from '../../../main/cleanup/prunePlan'
import { aContainerUse, anImageRow, imageId } from '../../builders/imageRow'

const dangling = (n: number, over = {}) =>
  anImageRow({ id: imageId(n), tags: [], naming: 'dangling', size: 100, ...over })
const rows = [
  dangling(1, { was: { tag: 'app:1', until: 5, movedTo: imageId(9) } }),
  dangling(2, { was: { tag: 'old:1', until: 6 } }),
  dangling(3, { stopped: 1 }),
  dangling(4),
  anImageRow({ id: imageId(5), tags: [], digests: ['x@sha256:0'], naming: 'digestOnly' }),
  anImageRow({ id: imageId(6), tags: [], naming: 'intermediate' }),
  anImageRow({ id: imageId(9) }),
]
const holder = aContainerUse({ name: 'holder' })
const facts = {
  store: 'classic' as const,
  rows,
  containersOf: (id: string) => (id === imageId(3) ? [holder] : []),
  dangling: new Map([1, 2, 3, 6].map((n) => [imageId(n), { size: 100, sharedSize: 40 }])),
}

test('lists what the engine calls dangling, with why, bytes and what holds it', () => {
  const created = Date.UTC(2026, 0, 1)
  expect(planPrune(facts)).toEqual({
    items: [
      {
        imageId: imageId(1),
        size: 100,
        uniqueSize: 60,
        created,
        why: { type: 'tagMoved', tag: 'app:1', until: 5, to: imageId(9) },
      },
      {
        imageId: imageId(2),
        size: 100,
        uniqueSize: 60,
        created,
        why: { type: 'untagged', tag: 'old:1', until: 6 },
      },
      {
        imageId: imageId(3),
        size: 100,
        uniqueSize: 60,
        created,
        why: { type: 'unnamed' },
        blockedBy: [holder],
      },
    ],
    keptDigestOnly: 1,
    atLeastBytes: 120,
  })
})

test('says no number where the engine has none, or a wrong one', () => {
  const unknown = { ...facts, dangling: new Map([[imageId(1), { size: 100 }]]) }
  expect(planPrune(unknown)).not.toHaveProperty('atLeastBytes')
  const containerd = planPrune({ ...facts, store: 'containerd' })
  expect(containerd.items[0]).not.toHaveProperty('uniqueSize')
  expect(containerd).not.toHaveProperty('atLeastBytes')
  expect(planPrune({ ...facts, rows: [] })).toEqual({ items: [], keptDigestOnly: 0, atLeastBytes: 0 })
})
