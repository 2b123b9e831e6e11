import { describe, expect, it } from 'vitest'
import { familyRows } from '../../../renderer/features/disk/families.logic'
import { fateOf } from '../../../renderer/features/disk/fate.logic'
import { holdersOf, placeOf, segmentAt, treeOf } from '../../../renderer/features/disk/tree.logic'
import { aDiskPage } from '../../builders/diskPage'

const page = aDiskPage([
  {
    bytes: 2_100,
    images: ['node:22'],
    above: [
      {
        bytes: 30,
        above: [
          { bytes: 5, images: ['api:1'] },
          { bytes: 6, images: ['api:2'] },
        ],
      },
      { bytes: 7, images: ['web:1'], heldBy: 'cache' },
    ],
  },
  { bytes: 1, images: ['lone:1'] },
])
const tree = treeOf(page)
const ids = (...names: readonly string[]) =>
  new Set(page.images.filter(({ name = '' }) => names.includes(name)).map(({ id }) => id))

describe('families', () => {
  it('stand on their base, each image with what it adds', () => {
    const rows = familyRows(tree, new Set()).map((row) =>
      row.type === 'base'
        ? [row.depth, 'base', row.owners, row.own, row.whole]
        : [row.depth, row.image.name, row.adds],
    )
    expect(rows).toEqual([
      [0, 'base', 4, 2_100, 2_148],
      [1, 'node:22', 0],
      [1, 'base', 2, 30, 41],
      [2, 'api:2', 6],
      [2, 'api:1', 5],
      [1, 'web:1', 7],
      [0, 'lone:1', 1],
    ])
  })

  it('close and open, also on a newer page', () => {
    const [base] = familyRows(tree, new Set())
    const closed = familyRows(tree, new Set([base?.key ?? '']))
    expect(closed).toHaveLength(2)
    const newer = treeOf(aDiskPage([{ bytes: 900, images: ['first:1'] }]))
    expect(familyRows(newer, new Set([base?.key ?? '']))).toHaveLength(1)
  })

  it('a place in the picture is found again on a newer page, or not at all', () => {
    const inner = page.segments.findIndex(({ files }) => files === 30)
    const place = placeOf(tree, inner)
    expect(place).toBeDefined()
    if (place === undefined) return
    expect(segmentAt(tree, place)).toBe(inner)
    expect(segmentAt(treeOf(aDiskPage([])), place)).toBeUndefined()
    expect(holdersOf(tree, inner, 1)).toHaveLength(1)
  })
})

describe('what comes of the bytes of chosen images', () => {
  it('what others have stays, because of the base', () => {
    const [base] = page.images
    expect(fateOf(tree, ids('api:1', 'api:2'))).toEqual({
      images: 2,
      freed: 41,
      inImages: 2_100,
      inCache: 0,
      inContainers: 0,
      about: false,
      because: { image: base, others: 1 },
    })
  })

  it('what the build cache or a container keeps is told apart', () => {
    const all = new Set(page.images.map(({ id }) => id))
    expect(fateOf(tree, all)).toMatchObject({ freed: 2_142, inImages: 0, inCache: 7 })
    const used = treeOf({
      ...page,
      images: page.images.map((image) => (image.name === 'api:1' ? { ...image, used: true } : image)),
    })
    expect(fateOf(used, all)).toMatchObject({ freed: 7, inCache: 7, inContainers: 2_135 })
    expect(fateOf(tree, new Set())).toMatchObject({ images: 0, freed: 0 })
  })
})
