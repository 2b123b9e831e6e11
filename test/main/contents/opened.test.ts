import type { ManifestNode } from '@shared/domain/imageSource'
import { describe, expect, it } from 'vitest'
import { OpenImages, openedImage } from '../../../main/contents/opened'
import type { OpenPlace, PlacedImage } from '../../../main/contents/places/place'

const a = `sha256:${'a'.repeat(64)}`
const b = `sha256:${'b'.repeat(64)}`
const image: PlacedImage = {
  name: 'app:1',
  references: ['app:1'],
  id: a,
  platform: 'linux/amd64',
  layers: [
    { diffId: a, sharedBy: 0, storedBytes: 10 },
    { diffId: b, sharedBy: 0, storedBytes: 5 },
  ],
  config: {
    entrypoint: [],
    cmd: [],
    env: [],
    exposedPorts: [],
    volumes: [],
    labels: new Map(),
    onBuild: [],
    diffIds: [a, b],
    history: [],
  },
  isPaired: true,
  problems: [],
}

function place(over: Partial<OpenPlace> = {}): OpenPlace {
  const no = () => {
    throw new Error('not asked here')
  }
  return {
    type: 'registry',
    name: 'app:1',
    image: () => image,
    tree: () => undefined,
    damage: () => [],
    cost: (unread) => ({ bytes: unread.has(b) ? 5 : 0, isAbout: false }),
    read: no,
    data: no,
    fetch: no,
    copySource: no,
    close: async () => await Promise.resolve(),
    ...over,
  }
}

describe('an open image', () => {
  it('is ready when all of its layers are known, and says what the others cost', () => {
    const opened = new OpenImages().add(place())
    expect(openedImage(opened, new Set([a, b]))).toMatchObject({
      name: 'app:1',
      layerCount: 2,
      storedBytes: 15,
      reading: { type: 'ready' },
    })
    expect(openedImage(opened, new Set([a])).reading).toEqual({
      type: 'unread',
      layers: 1,
      bytes: 5,
      isAbout: false,
    })
  })

  it('of which nothing is known before all is read is unread, whatever is indexed', () => {
    const opened = new OpenImages().add(place({ image: () => undefined, name: 'x.tar.gz' }))
    expect(openedImage(opened, new Set([a, b]))).toMatchObject({
      name: 'x.tar.gz',
      layerCount: 0,
      reading: { type: 'unread' },
    })
  })

  it('is given up for newer ones, the one that was used longest ago first', () => {
    const images = new OpenImages()
    const handles = Array.from({ length: 32 }, () => images.add(place()).handle)
    images.get(handles[0] ?? '')
    images.add(place())
    expect(images.excess().map(({ handle }) => handle)).toEqual([handles[1]])
  })

  it('that is gone is said to be gone', () => {
    expect(() => new OpenImages().get('nothing')).toThrow('CONTENTS_GONE')
  })

  it('shows a tree of bounded size and text', () => {
    const descriptor = { mediaType: 'x', digest: a, size: 1 }
    const leaf: ManifestNode = { type: 'image', descriptor, references: ['r'.repeat(9_000)], imageId: a }
    const tree: ManifestNode[] = [
      { type: 'index', descriptor, references: [], children: Array.from({ length: 5_000 }, () => leaf) },
    ]
    const { tree: shown } = openedImage(new OpenImages().add(place({ tree: () => tree })), new Set())
    const [index] = shown ?? []
    if (index?.type !== 'index') throw new Error('no index')
    expect(index.children).toHaveLength(1_999)
    expect(index.children[0]).toMatchObject({ type: 'image', id: a, references: ['r'.repeat(512)] })
    expect(index.children[0]).not.toHaveProperty('imageId')
  })
})
