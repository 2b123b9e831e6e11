import { describe, expect, it } from 'vitest'
import type { Height } from '../../../main/images/layerAlignment'
import type { ContentBlob } from '../../../main/ports/storage'
import { viewOf } from '../../../main/sizes/view'
import type { KnownImage, ViewFacts } from '../../../main/sizes/viewFacts'

const exact = (bytes: number): Height => ({ least: bytes, most: bytes, likely: bytes })
const heights = new Map<string, Height>([
  ['base', exact(100)],
  ['base/tools', exact(130)],
  ['base/tools/app', exact(137)],
  ['base/tools/web', exact(141)],
])
const keys = (path: string) => path.split('/').map((_, i, all) => all.slice(0, i + 1).join('/'))

function image(id: string, path: string, over: Partial<KnownImage> = {}): KnownImage {
  return { id, size: heights.get(path)?.least ?? 0, halfWay: false, keys: keys(path), ...over }
}

function facts(over: Partial<ViewFacts> = {}): ViewFacts {
  return {
    store: 'classic',
    images: [image('base:1', 'base'), image('app:1', 'base/tools/app'), image('web:1', 'base/tools/web')],
    containers: [],
    heightOf: (key) => heights.get(key),
    holders: { records: [], unsure: false, writable: new Map() },
    differs: false,
    ...over,
  }
}

describe('a view of sizes', () => {
  it('counts layers once, and tells what nobody else has', () => {
    const view = viewOf(facts())
    expect(view.stored(['app:1', 'web:1'])).toEqual({ files: 148, blobs: 0, about: [] })
    expect(view.unique('app:1')).toEqual({ files: 7, blobs: 0, about: [] })
    expect(view.unique('base:1')).toEqual({ files: 0, blobs: 0, about: [] })
    expect(view.reclaim({ images: ['app:1', 'web:1'] })).toMatchObject({
      freed: { files: 48 },
      staysInImages: { files: 100 },
      about: [],
    })
    expect(view.keepers(['app:1'])).toEqual([
      { image: 'web:1', bytes: 130 },
      { image: 'base:1', bytes: 100 },
    ])
  })

  it('keeps what a container stands on, its image gone or not, until the container goes too', () => {
    const container = { id: 'c1', imageId: 'gone', keys: keys('base/tools/web') }
    const view = viewOf(
      facts({
        images: [image('base:1', 'base'), image('app:1', 'base/tools/app')],
        containers: [container],
        holders: { records: [], unsure: false, writable: new Map([['c1', 55]]) },
      }),
    )
    // Nobody counts the container as an image to share with.
    expect(view.unique('app:1')).toEqual({ files: 37, blobs: 0, about: [] })
    expect(view.reclaim({ images: ['app:1'] })).toMatchObject({
      freed: { files: 7 },
      staysInContainers: { files: 30 },
      staysInImages: { files: 100 },
    })
    expect(view.reclaim({ images: ['app:1'], containers: ['c1'] }).freed.files).toBe(7 + 30 + 11 + 55)
    expect(view.reclaim({ images: [], containers: ['c1'] }).freed.files).toBe(11 + 55)
  })

  it('keeps what the build cache has, until its records go too', () => {
    const records = [
      { id: 'r1', files: keys('base/tools'), blobs: [], layer: 30, about: false, alone: 0 },
      { id: 'r2', files: [], blobs: [], about: false, alone: 9 },
    ]
    const view = viewOf(facts({ holders: { records, unsure: false, writable: new Map() } }))
    const all = ['base:1', 'app:1', 'web:1']
    expect(view.reclaim({ images: all })).toMatchObject({
      freed: { files: 18 },
      staysInBuildCache: { files: 130 },
    })
    expect(view.reclaim({ images: all, cacheRecords: ['r1', 'r2'] }).freed.files).toBe(148 + 9)
    expect(view.reclaim({ images: [], cacheRecords: ['r1', 'r2'] }).freed.files).toBe(9)
    const layers = view.recordLayers()
    expect([...layers]).toEqual([['r1', { image: 'app:1', number: 2, about: false }]])
  })

  it('promises a few blobs without layers never to the byte, where a builder may keep them', () => {
    const records = [{ id: 'r1', files: [], blobs: keys('base'), about: false, alone: 0 }]
    const holders = { records, unsure: false, writable: new Map<string, number>() }
    const images = [image('first:1', 'base', { size: 803 }), image('twin:1', 'base', { size: 100 })]
    const view = viewOf(facts({ store: 'containerd', images, holders }))
    const { freed, about } = view.reclaim({ images: ['first:1'] })
    expect(freed).toEqual({ files: 0, blobs: 703 })
    expect(about).toContain('small')
    expect(
      viewOf(facts({ store: 'containerd', images })).reclaim({ images: ['first:1'] }).about,
    ).not.toContain('small')
  })

  it('says why it is not sure', () => {
    const unread = viewOf(
      facts({ images: [image('app:1', 'base/tools/app'), { id: 'new', size: 50, halfWay: false }] }),
    )
    expect(unread.unread).toBe(1)
    expect(unread.unique('new')).toBeUndefined()
    expect(unread.unique('app:1')?.about).toEqual(['unread'])
    expect(unread.stored(['app:1']).about).toEqual([])
    const { holders: _, ...noHolders } = facts()
    expect(viewOf(noHolders).reclaim({ images: ['app:1'] }).about).toEqual(['cache'])
    const open = viewOf(
      facts({
        heightOf: (key) => (key === 'base/tools' ? { least: 100, most: 137, likely: 120 } : heights.get(key)),
      }),
    )
    expect(open.unique('app:1')).toEqual({ files: 17, blobs: 0, about: ['split'] })
    // All of it together needs no split.
    expect(open.stored(['app:1']).about).toEqual([])
    expect(viewOf(facts({ differs: true })).stored([]).about).toEqual(['engine'])
  })

  it('leaves half-way images of the classic builder out of the sharing', () => {
    const step = image('step', 'base/tools', { halfWay: true })
    const view = viewOf(facts({ images: [image('app:1', 'base/tools/app'), step] }))
    expect(view.unique('app:1')?.files).toBe(137)
    expect(view.unique('step')?.files).toBe(0)
    expect(view.stored(['step']).files).toBe(130)
    expect(view.reclaim({ images: ['app:1', 'step'] }).freed.files).toBe(137)
  })

  it('leaves no files for an image that does not keep them, as some of the containerd store', () => {
    const blob = (digest: string, more: Partial<ContentBlob> = {}): ContentBlob => {
      return { digest, bytes: 10, children: [], ...more }
    }
    const blobs = [
      blob('first:1', { children: ['config'] }),
      blob('config', { chainId: 'base/tools' }),
      blob('twin:1', { children: ['other'] }),
      blob('other'),
    ]
    const view = viewOf(
      facts({
        store: 'containerd',
        images: [image('first:1', 'base/tools'), image('twin:1', 'base/tools')],
        content: {
          store: {
            blobs: new Map(blobs.map((each) => [each.digest, each])),
            keptByHistory: new Set(),
          },
          layers: new Map(),
        },
      }),
    )
    expect(view.reclaim({ images: ['first:1'] }).freed.files).toBe(130)
    expect(view.reclaim({ images: ['twin:1'] }).freed.files).toBe(0)
    expect(view.reclaim({ images: ['first:1', 'twin:1'] }).freed.files).toBe(130)
    expect(view.keepers(['first:1'])).toEqual([])
    expect(view.unique('first:1')?.files).toBe(0)
  })

  it('counts blobs by themselves on the containerd store, and says when it guesses them', () => {
    const blobbed = [
      image('base:1', 'base', { size: 100 + 40 }),
      image('app:1', 'base/tools/app', { size: 137 + 60 }),
    ]
    const guess = viewOf(facts({ store: 'containerd', images: blobbed }))
    expect(guess.stored(['app:1'])).toEqual({ files: 137, blobs: 60, about: [] })
    expect(guess.unique('app:1')).toEqual({ files: 37, blobs: 20, about: ['blobs'] })

    const blob = (digest: string, bytes: number, children: string[] = [], chainId?: string) =>
      [digest, { digest, bytes, children, ...(chainId && { chainId }) }] as const
    const store = {
      blobs: new Map([
        blob('base:1', 2, ['config1', 'l1']),
        blob('config1', 3, [], 'base'),
        blob('l1', 35),
        blob('app:1', 2, ['config2', 'l1', 'l2', 'l3']),
        blob('config2', 3, [], 'base/tools/app'),
        blob('l2', 15),
        blob('l3', 5),
      ]),
      keptByHistory: new Set(['config2']),
    }
    const told = viewOf(
      facts({ store: 'containerd', images: blobbed, content: { store, layers: new Map() } }),
    )
    expect(told.unique('app:1')).toEqual({ files: 37, blobs: 25, about: [] })
    expect(told.stored(['app:1', 'base:1'])).toEqual({ files: 137, blobs: 65, about: [] })
    expect(told.reclaim({ images: ['app:1'] })).toMatchObject({
      freed: { files: 37, blobs: 22 },
      staysInBuildCache: { files: 0, blobs: 3 },
      staysInImages: { files: 100, blobs: 35 },
      about: [],
    })
  })
})
