import { expect, it } from 'vitest'
import { diskBars, drawn, sumOf } from '../../../renderer/features/disk/disk.logic'
import { imageId } from '../../builders/imageRow'

const image = (n: number, size: number, sharedSize?: number) => ({
  id: imageId(n),
  tags: [`app:${n}`, `app:${n}-slim`],
  repoDigests: [],
  size,
  ...(sharedSize === undefined ? {} : { sharedSize }),
})

it('bars are parts of the largest image, the shared bytes told apart', () => {
  const [first, second] = diskBars([image(1, 200, 50), image(2, 100)])
  expect(first).toMatchObject({ name: 'app:1', moreNames: 1, sharedShare: 0.25, ownShare: 0.75 })
  expect(second).toMatchObject({ sharedShare: 0, ownShare: 0.5, shared: undefined })
})

it('only so many are drawn, an unnamed one by its id, an empty engine not at all', () => {
  expect(diskBars(Array.from({ length: 99 }, (_, n) => image(n, 1)))).toHaveLength(drawn)
  expect(diskBars([{ ...image(1, 0), tags: [] }])[0]).toMatchObject({ name: '000000010123', ownShare: 0 })
  expect(diskBars([])).toEqual([])
})

it('rows add up', () => {
  const row = { kind: 'images', total: 1, active: 0, size: 5, reclaimable: 2 } as const
  expect(sumOf([row, { ...row, kind: 'volumes' }])).toEqual({ size: 10, reclaimable: 4 })
})
