import type { DiskPage } from '@shared/domain/diskPage'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { totalOf } from '../../../renderer/features/disk/blocks.logic'
import { nodesOf } from '../../../renderer/features/disk/picture/pieces.logic'
import {
  type Box,
  labelOf,
  layOut,
  pieceAt,
  shortName,
} from '../../../renderer/features/disk/picture/treemap.logic'
import { treeOf } from '../../../renderer/features/disk/tree.logic'
import { aDiskPage, type Branch } from '../../builders/diskPage'

const overlap = (a: Box, b: Box) => {
  const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  return across > 1e-6 && down > 1e-6 ? across * down : 0
}

const leaf = (bytes: number, name: string): Branch => ({ bytes, images: [name] })

const some: fc.Arbitrary<readonly Branch[]> = fc.array(
  fc.record({
    bytes: fc.nat(10 ** 9),
    images: fc.constantFrom<readonly string[]>(['base:1'], []),
    above: fc.array(
      fc.record({
        bytes: fc.nat(10 ** 8),
        images: fc.constant(['app:1']),
        above: fc.array(
          fc.nat(10 ** 8).map((bytes): Branch => leaf(bytes, 'top:1')),
          { maxLength: 4 },
        ),
      }),
      { maxLength: 8 },
    ),
  }),
  { maxLength: 12 },
)

const pictureOf = (roots: readonly Branch[], more: Partial<DiskPage> = {}) =>
  nodesOf(treeOf(aDiskPage(roots, more)), { type: 'all' })

describe('the treemap', () => {
  it('any picture: areas as the bytes, nothing overlaps, the rectangle is full, each byte once', () => {
    fc.assert(
      fc.property(
        some,
        fc.integer({ min: 50, max: 2_000 }),
        fc.integer({ min: 50, max: 1_000 }),
        (roots, width, height) => {
          const tree = treeOf(aDiskPage(roots))
          const { placed } = layOut(nodesOf(tree, { type: 'all' }), width, height)
          const total = totalOf(tree)
          if (total === 0) {
            expect(placed).toEqual([])
            return
          }
          const scale = (width * height) / total
          for (const { piece, box } of placed) {
            expect(piece.bytes).toBeGreaterThan(0)
            expect(Math.abs(box.width * box.height - piece.bytes * scale)).toBeLessThan(0.01)
            expect(Math.min(box.x, box.y)).toBeGreaterThanOrEqual(-1e-6)
            expect(box.x + box.width).toBeLessThanOrEqual(width + 1e-6)
            expect(box.y + box.height).toBeLessThanOrEqual(height + 1e-6)
          }
          expect(placed.reduce((all, { piece }) => all + piece.bytes, 0)).toBe(total)
          const boxes = placed.map(({ box }) => box)
          for (const [i, a] of boxes.entries())
            for (const b of boxes.slice(i + 1)) expect(overlap(a, b)).toBeLessThan(0.01)
        },
      ),
      { numRuns: 40 },
    )
  })

  it('one image fills it; none leave it empty; no room makes no rectangle', () => {
    const one = pictureOf([leaf(5, 'app:1')])
    expect(layOut(one, 800, 400).placed).toMatchObject([
      { piece: { type: 'segment', hue: 1, bytes: 5 }, box: { x: 0, y: 0, width: 800, height: 400 } },
    ])
    expect(layOut(pictureOf([]), 800, 400)).toEqual({ placed: [], frames: [] })
    expect(layOut(one, 0, 400)).toEqual({ placed: [], frames: [] })
  })

  it('5,000 images are at most 400 rectangles, and no image is missing', () => {
    const above = Array.from({ length: 2_500 }, (_, n) => leaf(10_000 - n, `app:${n}`))
    const roots = [
      { bytes: 10 ** 6, images: ['base:1'], above },
      ...Array.from({ length: 2_499 }, (_, n) => leaf(9_000 + n, `lone:${n}`)),
    ]
    const { placed } = layOut(pictureOf(roots), 800, 400)
    expect(placed.length).toBeLessThanOrEqual(400)
    const others = placed.flatMap(({ piece }) => (piece.type === 'others' ? [piece.count] : []))
    const drawn = placed.filter(({ piece }) => piece.type === 'segment').length
    expect(drawn + others.reduce((all, count) => all + count, 0)).toBe(5_000)
  })

  it('containers are on their image, and cache, volumes and the rest beside it, none of it twice', () => {
    const container = {
      id: 'c1',
      name: 'web',
      imageId: 'gone',
      state: 'exited',
      running: false,
      writableSize: 40,
    }
    const record = {
      id: 'r',
      parents: [],
      type: 'regular',
      description: '',
      inUse: false,
      usageCount: 1,
      size: 30,
      shared: false,
    }
    const page = aDiskPage([leaf(1_000, 'app:1')], {
      volumes: [{ name: 'v', driver: 'local', size: 20, references: 1 }],
      cache: [record, { ...record, id: 'shared', shared: true }],
    })
    const sums = { ...page.sums, outside: 10, keptByContainers: 50 }
    const [image] = page.images
    const containers = [container, { ...container, id: 'c2', writableSize: 41, imageId: image?.id ?? '' }]
    const tree = treeOf({ ...page, sums, containers })
    const { placed } = layOut(nodesOf(tree, { type: 'all' }), 800, 400)
    const told = placed.map(({ piece }) => [piece.type === 'block' ? piece.kind : piece.type, piece.bytes])
    expect(told).toEqual([
      ['segment', 1_000],
      ['kept', 50],
      ['writable', 41],
      ['orphans', 40],
      ['cache', 30],
      ['volumes', 20],
      ['outside', 10],
    ])
    // There the engine's total has the cache's files already.
    const containerd = treeOf({ ...page, store: 'containerd', sums, containers })
    expect(totalOf(containerd)).toBe(totalOf(tree) - 30 - 50)
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

  it('keys go from the largest to the smallest', () => {
    expect(['ArrowRight', 'ArrowLeft', 'Home', 'End', 'x'].map((key) => pieceAt(key, 1, 3))).toEqual([
      2,
      0,
      0,
      2,
      undefined,
    ])
    expect(pieceAt('End', 0, 0)).toBeUndefined()
  })
})
