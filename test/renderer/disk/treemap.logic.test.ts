import { diskPicture } from '@shared/domain/diskPicture'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Box,
  labelOf,
  layoutPicture,
  pieceAt,
  shortName,
} from '../../../renderer/features/disk/picture/treemap.logic'
import { imageId } from '../../builders/imageRow'

const pictureOf = (sizes: readonly { size: number; shared: number; repository: number }[], more: number) => {
  const images = sizes.map(({ size, shared, repository }, n) => ({
    id: imageId(n),
    tags: repository === 0 ? [] : [`r${repository}:${n}`],
    repoDigests: [],
    size,
    sharedSize: Math.min(size, shared),
  }))
  return diskPicture({ images, layersSize: images.reduce((all, one) => all + one.size, more) })
}
const overlap = (a: Box, b: Box) => {
  const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  return across > 1e-6 && down > 1e-6 ? across * down : 0
}

describe('the treemap', () => {
  it('any picture: areas as the bytes, nothing overlaps, the rectangle is full', () => {
    const some = fc.record({ size: fc.nat(10 ** 9), shared: fc.nat(10 ** 9), repository: fc.nat(70) })
    fc.assert(
      fc.property(
        fc.array(some, { maxLength: 80 }),
        fc.nat(10 ** 9),
        fc.integer({ min: 50, max: 2_000 }),
        fc.integer({ min: 50, max: 1_000 }),
        (sizes, more, width, height) => {
          const picture = pictureOf(sizes, more)
          const placed = layoutPicture(picture, width, height)
          if (picture.total === 0) return expect(placed).toEqual([])
          const scale = (width * height) / picture.total
          for (const { piece, box } of placed) {
            expect(piece.bytes).toBeGreaterThan(0)
            expect(Math.abs(box.width * box.height - piece.bytes * scale)).toBeLessThan(0.01)
            expect(Math.min(box.x, box.y)).toBeGreaterThanOrEqual(-1e-6)
            expect(box.x + box.width).toBeLessThanOrEqual(width + 1e-6)
            expect(box.y + box.height).toBeLessThanOrEqual(height + 1e-6)
          }
          expect(placed.reduce((all, { piece }) => all + piece.bytes, 0)).toBe(picture.total)
          const boxes = placed.map(({ box }) => box)
          for (const [i, a] of boxes.entries())
            for (const b of boxes.slice(i + 1)) expect(overlap(a, b)).toBeLessThan(0.01)
          return undefined
        },
      ),
      { numRuns: 40 },
    )
  })

  it('one image fills it; none leave it empty; no room makes no rectangle', () => {
    const one = pictureOf([{ size: 5, shared: 0, repository: 1 }], 0)
    expect(layoutPicture(one, 800, 400)).toMatchObject([
      { piece: { type: 'image', hue: 1 }, box: { x: 0, y: 0, width: 800, height: 400 } },
    ])
    expect(layoutPicture(pictureOf([], 0), 800, 400)).toEqual([])
    expect(layoutPicture(one, 0, 400)).toEqual([])
  })

  it('draws 1,000 repositories as 60 and one for the others, each image counted', () => {
    const sizes = Array.from({ length: 1_000 }, (_, n) => ({
      size: 10_000 - n,
      shared: 0,
      repository: n + 1,
    }))
    const placed = layoutPicture(pictureOf(sizes, 0), 800, 400)
    const images = placed.flatMap(({ piece }) =>
      piece.type === 'image' ? 1 : piece.type === 'others' ? piece.count : 0,
    )
    expect(placed.length).toBe(61)
    expect(images.reduce((all, count) => all + count, 0)).toBe(1_000)
  })

  it('labels what there is room for, in short', () => {
    const box = (width: number, height: number) => ({ x: 0, y: 0, width, height })
    expect([labelOf(box(30, 90)), labelOf(box(90, 30)), labelOf(box(90, 90))]).toEqual([
      'none',
      'name',
      'both',
    ])
    expect([shortName('localhost:5000/team/app:1'), shortName('redis:7')]).toEqual(['app:1', 'redis:7'])
  })

  it('keys go through all of it and stop at the ends', () => {
    expect(['ArrowRight', 'ArrowUp', 'Home', 'End', 'a'].map((key) => pieceAt(key, 1, 5))).toEqual([
      2,
      0,
      0,
      4,
      undefined,
    ])
    expect([pieceAt('ArrowDown', 4, 5), pieceAt('ArrowLeft', 0, 5), pieceAt('End', 0, 0)]).toEqual([
      4,
      0,
      undefined,
    ])
  })
})
