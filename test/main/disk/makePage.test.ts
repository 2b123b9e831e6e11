import type { DiskUsageBesideImages, DiskUsageOfImages } from '@shared/domain/disk'
import type { ImageStore } from '@shared/domain/engine'
import { describe, expect, it } from 'vitest'
import { makePage } from '../../../main/disk/makePage'
import type { Holders } from '../../../main/sizes/holders'
import { viewOf } from '../../../main/sizes/view'
import type { KnownImage } from '../../../main/sizes/viewFacts'
import { anImageRow, imageId } from '../../builders/imageRow'

const beside: DiskUsageBesideImages = { containers: [], volumes: [], buildCache: [] }

const heights: Readonly<Record<string, number>> = { base: 100, 'base/app': 130, 'base/web': 105, gone: 40 }

function viewWith(
  images: readonly (Partial<KnownImage> & Pick<KnownImage, 'id' | 'size'>)[],
  more: {
    readonly store?: ImageStore
    readonly containers?: readonly { id: string; imageId: string; keys: string[] }[]
    readonly holders?: Holders
  } = {},
) {
  const { store = 'classic', containers = [], holders } = more
  return viewOf({
    store,
    images: images.map((image) => ({ halfWay: false, ...image })),
    containers,
    heightOf: (key) => {
      const bytes = heights[key]
      return bytes === undefined ? undefined : { least: bytes, most: bytes, likely: bytes }
    },
    differs: false,
    ...(holders && { holders }),
  })
}

const family = [
  { id: imageId(1), size: 100, keys: ['base'] },
  { id: imageId(2), size: 130, keys: ['base', 'base/app'] },
  { id: imageId(3), size: 105, keys: ['base', 'base/web'] },
]
const rows = family.map(({ id, size }, n) => anImageRow({ id, size, tags: [`image:${n + 1}`] }))
const told = (layersSize: number): DiskUsageOfImages => ({
  layersSize,
  images: family.map(({ id, size }) => ({
    id,
    size,
    tags: [],
    repoDigests: [],
    sharedSize: 100,
    containers: 0,
  })),
})

describe('the page', () => {
  it('says which layer of which image a record of the build cache stands for, where that is known', () => {
    const record = (id: string) => ({
      id,
      type: 'regular',
      description: 'COPY a /',
      parents: [],
      size: 5,
      usageCount: 1,
      inUse: false,
      shared: true,
    })
    const held = { blobs: [], alone: 0 }
    const holders: Holders = {
      records: [
        { id: 'top', files: ['base', 'base/web'], about: true, ...held },
        { id: 'bottom', files: ['base'], about: false, ...held },
        { id: 'other', files: [], about: false, ...held },
      ],
      unsure: false,
      writable: new Map(),
    }
    const { cache } = makePage({
      rows,
      sizes: viewWith(family, { holders }),
      beside: { ...beside, buildCache: ['top', 'bottom', 'other'].map(record) },
    })
    expect(cache.map(({ layer }) => layer)).toEqual([
      { image: 2, number: 2, about: true },
      { image: 0, number: 1, about: false },
      undefined,
    ])
  })

  it('adds up: sizes less what is shared is every layer once, which is what the engine tells', () => {
    const page = makePage({ rows, sizes: viewWith(family), beside, ofImages: told(135) })
    expect(page.sums).toEqual({
      sizes: 335,
      stored: { files: 135, blobs: 0 },
      shared: 200,
      about: [],
      unread: 0,
      engine: 135,
      outside: 0,
      keptByContainers: 0,
    })
    expect(page.segments).toEqual([
      { below: -1, files: 100, blobs: 0, layers: 1, about: false, owners: 3 },
      { below: 0, files: 30, blobs: 0, layers: 1, about: false, owners: 1 },
      { below: 0, files: 5, blobs: 0, layers: 1, about: false, owners: 1 },
    ])
    expect(page.images.map(({ name, top }) => [name, top])).toEqual([
      ['image:1', 0],
      ['image:2', 1],
      ['image:3', 2],
    ])
    expect(page.rows[0]).toEqual({
      kind: 'images',
      total: 3,
      active: 0,
      size: 135,
      reclaimable: 135,
      percent: 100,
    })
  })

  it('tells its own sum of images while the engine has not told its', () => {
    const used = rows.map((row, n) => ({ ...row, running: n === 1 ? 1 : 0 }))
    const page = makePage({ rows: used, sizes: viewWith(family), beside })
    expect(page.sums.engine).toBeUndefined()
    expect(page.rows[0]).toEqual({
      kind: 'images',
      total: 3,
      active: 1,
      size: 135,
      reclaimable: 105,
      about: true,
    })
  })

  it('an image that is not read yet, or came just now, stands alone with its whole size', () => {
    const unread = { id: imageId(4), size: 70 }
    const late = anImageRow({ id: imageId(5), size: 9, tags: ['late:1'] })
    const listed = [...rows, anImageRow({ id: unread.id, size: 70, tags: ['unread:1'] }), late]
    const page = makePage({ rows: listed, sizes: viewWith([...family, unread]), beside, ofImages: told(214) })
    const alone = page.images.slice(3).map(({ top }) => page.segments[top])
    expect(alone).toEqual([
      { below: -1, files: 70, blobs: 0, layers: 0, about: true, owners: 1 },
      { below: -1, files: 9, blobs: 0, layers: 0, about: true, owners: 1 },
    ])
    expect(page.sums).toMatchObject({ stored: { files: 214 }, unread: 2, about: ['unread'], outside: 0 })
  })

  it('layers of half-way images are outside of the list, and layers of removed images are kept by containers', () => {
    const halfWay = { id: imageId(6), size: 140, keys: ['base', 'half'], halfWay: true }
    const row = anImageRow({ id: halfWay.id, size: 140, naming: 'intermediate' })
    const containers = [{ id: 'c1', imageId: imageId(9), keys: ['gone'] }]
    const page = makePage({
      rows: [...rows, row],
      sizes: viewWith([...family, halfWay], { containers }),
      beside,
      ofImages: told(175),
    })
    expect(page.images).toHaveLength(3)
    expect(page.sums).toMatchObject({ stored: { files: 135 }, outside: 40, keptByContainers: 40 })
  })

  it('containerd store: blobs are beside the files, and the total has the writable bytes too', () => {
    const images = [
      { id: imageId(1), size: 150, keys: ['base'] },
      { id: imageId(2), size: 190, keys: ['base', 'base/app'] },
    ]
    const listed = images.map(({ id, size }) => anImageRow({ id, size }))
    const container = {
      id: 'c1',
      name: 'web',
      imageId: imageId(2),
      state: 'exited',
      running: false,
      writableSize: 7,
    }
    const page = makePage({
      rows: listed,
      sizes: viewWith(images, { store: 'containerd' }),
      beside: { ...beside, containers: [container] },
      ofImages: { layersSize: 130 + 60 + 7 + 11, images: [] },
    })
    const { files, blobs } = page.sums.stored
    expect(files).toBe(130)
    expect(page.sums.outside).toBe(130 + 60 + 11 - files - blobs)
    expect(page.sums.shared).toBe(340 - files - blobs)
  })
})
