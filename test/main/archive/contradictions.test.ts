import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { tarOf } from '../../../scripts/sandbox/images/tar.mjs'
import {
  blobPath,
  type Files,
  layerTar,
  layoutOf,
  sha256,
  tarOfFiles,
  writeFiles,
} from '../../builders/ociLayout'
import { eachWay, essence, failureOf, fileIn, jsonOf, ownFolder, readFile, readStream } from './support'

const folder = ownFolder()

describe('documents that contradict each other', () => {
  const oneImage = (change: (config: Record<string, unknown>) => unknown) => {
    const tar = layerTar('one')
    const config = jsonOf(change({ os: 'linux', architecture: 'amd64', rootfs: { diff_ids: [sha256(tar)] } }))
    const list = [{ Config: 'config.json', RepoTags: ['a:1'], Layers: ['one.tar'] }]
    return tarOf([
      { name: 'one.tar', content: tar },
      { name: 'config.json', content: config },
      { name: 'manifest.json', content: jsonOf(list) },
    ])
  }
  const problemsOf = async (bytes: Buffer) => {
    const fromFile = await readFile(fileIn(folder(), bytes))
    expect(essence(await readStream(bytes))).toEqual(essence(fromFile))
    return fromFile.content.images.flatMap(({ problems }) => problems)
  }

  it('tells a history that does not fit, and a number of layers that differs', async () => {
    const history = [{ created_by: 'a' }, { created_by: 'b' }, { created_by: 'c', empty_layer: true }]
    expect(await problemsOf(oneImage((config) => ({ ...config, history })))).toEqual([
      { type: 'historyMismatch', layers: 1, steps: 2 },
    ])
    const diffIds = [sha256(layerTar('one')), sha256('x')]
    expect(await problemsOf(oneImage((config) => ({ ...config, rootfs: { diff_ids: diffIds } })))).toEqual([
      { type: 'layerCountMismatch', config: 2, manifest: 1 },
    ])
    expect(await problemsOf(oneImage((config) => config))).toEqual([])
  })

  it('takes the last of two equal keys, as engines do', async () => {
    const twice = jsonOf({}).toString().slice(0, -1)
    const tar = layerTar('one')
    const config = `${twice}"os":"windows","os":"linux","architecture":"amd64","rootfs":{"diff_ids":["${sha256(tar)}"]}}`
    const read = await readStream(
      tarOf([
        { name: 'one.tar', content: tar },
        { name: 'c', content: config },
        { name: 'manifest.json', content: jsonOf([{ Config: 'c', RepoTags: null, Layers: ['one.tar'] }]) },
      ]),
    )
    expect(read.content.images.map((image) => image.config.platform)).toEqual(['linux/amd64'])
  })

  it('follows no path out of the archive, and no loop', async () => {
    const config = jsonOf({ rootfs: { diff_ids: [sha256('x')] } })
    for (const layer of ['../../etc/passwd', '/etc/passwd', 'loop', 'a/../../../etc/passwd', '']) {
      const bytes = tarOf([
        { name: 'c.json', content: config },
        { name: 'loop', link: 'pool' },
        { name: 'pool', link: 'loop' },
        { name: 'manifest.json', content: jsonOf([{ Config: 'c.json', RepoTags: [], Layers: [layer] }]) },
      ])
      for (const read of [await readFile(fileIn(folder(), bytes)), await readStream(bytes)]) {
        expect(read.content.images[0]?.problems, layer).toMatchObject([{ type: 'missingBlob' }])
      }
      const place = writeFiles(
        join(folder(), `f${layer.length}`),
        new Map([
          ['c.json', config],
          ['manifest.json', jsonOf([{ Config: 'c.json', RepoTags: [], Layers: [layer] }])],
        ]),
      )
      expect((await readFile(place)).content.images[0]?.problems).toMatchObject([{ type: 'missingBlob' }])
    }
    const outside = tarOf([
      { name: 'manifest.json', content: jsonOf([{ Config: '../c.json', RepoTags: [], Layers: [] }]) },
    ])
    expect(await failureOf(readStream(outside))).toBe('SOURCE_BLOB_MISSING ../c.json')
  })

  const withManifest = (change: (manifest: Record<string, unknown>) => unknown, more: Files = new Map()) => {
    const { files, manifests } = layoutOf([{ layers: ['one'] }])
    const path = blobPath(manifests[0] ?? '')
    const changed = jsonOf(change(JSON.parse(files.get(path)?.toString() ?? '{}')))
    files.delete(path)
    const digest = sha256(changed)
    const manifest = { mediaType: 'x', digest, size: changed.length }
    files.set(blobPath(digest), changed)
    for (const [name, bytes] of more) files.set(name, bytes)
    return new Map([...files, ['index.json', jsonOf({ schemaVersion: 2, manifests: [manifest] })]])
  }

  it('does not fetch foreign layers, and says so', async () => {
    const mediaType = 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip'
    const foreign = { mediaType, digest: sha256('far'), size: 9, urls: ['http://example.com/'] }
    const files = withManifest((manifest) => ({ ...manifest, layers: [foreign] }))
    await eachWay(folder(), files, async (reading) => {
      const { content, failures } = await reading
      expect(content.images[0]).toMatchObject({
        layers: [{ isForeign: true }],
        problems: [{ type: 'foreignLayer', layer: 0 }],
      })
      expect(failures.every((failure) => failure.startsWith('SOURCE_BLOB_MISSING'))).toBe(true)
    })
  })

  it('says which layer is packed in a way that nobody knows', async () => {
    const odd = Buffer.from('BZh91AY&SY and so on, or nothing like it'.repeat(30))
    const entry = { mediaType: 'application/x.tar+bzip2', digest: sha256(odd), size: odd.length }
    const files = withManifest(
      (manifest) => ({ ...manifest, layers: [entry] }),
      new Map([[blobPath(entry.digest), odd]]),
    )
    await eachWay(folder(), files, async (reading, way) => {
      expect((await reading).content.images[0]?.problems, way).toContainEqual({
        type: 'unknownPacking',
        layer: 0,
        mediaType: entry.mediaType,
      })
    })
  })

  it('tells schema 1, charts, and manifests that are none', async () => {
    const reasons: [Record<string, unknown>, string][] = [
      [{ schemaVersion: 1, fsLayers: [] }, 'schema1'],
      [
        {
          config: { mediaType: 'application/vnd.cncf.helm.config.v1+json', digest: sha256(''), size: 0 },
          layers: [],
        },
        'artifact',
      ],
      [{ config: 7 }, 'unreadable'],
      [{ config: { digest: 'sha256:zz', size: 1 }, layers: [] }, 'unreadable'],
      [{ config: { digest: sha256(''), size: -1 }, layers: [] }, 'unreadable'],
    ]
    for (const [manifest, reason] of reasons) {
      await eachWay(
        folder(),
        withManifest(() => manifest),
        async (reading) => {
          const { content } = await reading
          expect(content.images).toEqual([])
          expect(content.tree).toMatchObject([{ type: 'other', reason }])
        },
      )
    }
  })

  it('shows an index of which nothing is here as just that', async () => {
    const { files } = layoutOf([{ platform: 'linux/arm64', isAbsent: true }])
    const read = await readFile(fileIn(folder(), tarOfFiles(files)))
    expect(read.content).toMatchObject({ images: [], tree: [{ type: 'missing', platform: 'linux/arm64' }] })
  })

  it('says that a layer is missing, or a whole platform', async () => {
    const { files, manifests } = layoutOf([{ layers: ['one', 'two'], packing: 'none' }])
    const second = sha256(layerTar('two'))
    files.delete(blobPath(second))
    await eachWay(folder(), files, async (reading) => {
      const { content } = await reading
      expect(content.images[0]?.problems).toEqual([{ type: 'missingBlob', blob: second }])
    })
    const two = layoutOf([
      { layers: ['one'], packing: 'none' },
      { layers: ['two'], packing: 'none', platform: 'linux/arm64' },
    ])
    two.files.delete(blobPath(second))
    await eachWay(folder(), two.files, async (reading) => {
      const { content } = await reading
      expect(content.images.map(({ id }) => id)).toEqual([two.manifests[0]])
      expect(content.tree[1]).toMatchObject({ type: 'image', platform: 'linux/arm64' })
      expect(content.tree[1]).not.toHaveProperty('imageId')
    })
    expect(manifests).toHaveLength(1)
  })

  it('says what did not come that was asked for', async () => {
    const tar = tarOfFiles(layoutOf([{ name: 'docker.io/library/a:1' }]).files)
    expect(await failureOf(readStream(tar, ['a:1', 'b']))).toBe('SOURCE_IMAGE_MISSING b')
  })
})
