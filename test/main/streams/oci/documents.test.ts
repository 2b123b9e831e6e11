import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readConfig } from '../../../../main/streams/oci/config'
import { duplicateKey } from '../../../../main/streams/oci/duplicateKeys'
import { readManifest } from '../../../../main/streams/oci/manifest'
import { layerKind } from '../../../../main/streams/oci/mediaTypes'
import { readTree } from '../../../../main/streams/oci/tree'

const ociManifest = 'application/vnd.oci.image.manifest.v1+json'
const ociIndex = 'application/vnd.oci.image.index.v1+json'
const dockerManifest = 'application/vnd.docker.distribution.manifest.v2+json'
const ociConfig = 'application/vnd.oci.image.config.v1+json'
const ociLayer = 'application/vnd.oci.image.layer.v1.tar+gzip'

const bytesOf = (value: unknown): Buffer =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))
const digestOf = (bytes: Buffer): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`
const descriptorOf = (mediaType: string, content: unknown) => {
  const bytes = bytesOf(content)
  return { mediaType, digest: digestOf(bytes), size: bytes.length }
}

const config = {
  os: 'linux',
  architecture: 'arm64',
  variant: 'v8',
  rootfs: { type: 'layers', diff_ids: ['sha256:a'] },
}
const layer = descriptorOf(ociLayer, 'a layer')
const manifest = { schemaVersion: 2, config: descriptorOf(ociConfig, config), layers: [layer] }

describe('a manifest', () => {
  it('is read with or without its own media type', () => {
    const expected = { type: 'image', mediaType: ociManifest, layers: [{ ...layer, hasUrls: false }] }
    expect(readManifest(bytesOf(manifest), ociManifest)).toMatchObject(expected)
    expect(readManifest(bytesOf({ ...manifest, mediaType: ociManifest }), 'application/json')).toMatchObject(
      expected,
    )
    expect(readManifest(bytesOf(manifest), '')).toMatchObject({ type: 'image' })
  })

  it('of an index knows platforms and attestations', () => {
    const one = descriptorOf(ociManifest, manifest)
    const index = {
      schemaVersion: 2,
      mediaType: ociIndex,
      manifests: [
        { ...one, platform: { os: 'linux', architecture: 'arm64', variant: 'v8' } },
        {
          ...one,
          platform: { os: 'unknown', architecture: 'unknown' },
          annotations: {
            'vnd.docker.reference.type': 'attestation-manifest',
            'vnd.docker.reference.digest': one.digest,
          },
        },
      ],
    }
    expect(readManifest(bytesOf(index), ociIndex)).toEqual({
      type: 'index',
      mediaType: ociIndex,
      entries: [
        { ...one, platform: 'linux/arm64/v8' },
        { ...one, attestation: { of: one.digest } },
      ],
    })
  })

  it.each([
    ['half', '{"schemaVersion":2,', ociManifest, 'notJson'],
    ['nothing', '', ociManifest, 'notJson'],
    ['10^5 levels', '['.repeat(100_000) + ']'.repeat(100_000), ociManifest, 'tooDeep'],
    ['a list', '[]', ociManifest, 'shape'],
    ['a name', '"x"', ociManifest, 'shape'],
    ['no layers field', { schemaVersion: 2, config: layer }, ociManifest, 'shape'],
    [
      'a digest of a wrong length',
      { ...manifest, layers: [{ ...layer, digest: 'sha256:abc' }] },
      ociManifest,
      'shape',
    ],
    ['a size below zero', { ...manifest, layers: [{ ...layer, size: -1 }] }, ociManifest, 'shape'],
    ['a size beyond all numbers', { ...manifest, layers: [{ ...layer, size: 1e300 }] }, ociManifest, 'shape'],
    ['another type than announced', { ...manifest, mediaType: dockerManifest }, ociManifest, 'mediaType'],
    ['an index that is called a manifest', { schemaVersion: 2, manifests: [] }, ociManifest, 'mediaType'],
    ['a manifest that is called an index', manifest, ociIndex, 'mediaType'],
    ['a type that nobody knows', { ...manifest, mediaType: 'text/plain' }, 'application/json', 'mediaType'],
    ['both an index and a manifest', { ...manifest, manifests: [] }, ociManifest, 'mediaType'],
    [
      'a name twice',
      `{"schemaVersion":2,"layers":[],${JSON.stringify(manifest).slice(1)}`,
      ociManifest,
      'duplicateKey',
    ],
    [
      'a name twice, once escaped',
      '{"schemaVersion":2,"layers":[],"l\\u0061yers":[]}',
      ociManifest,
      'duplicateKey',
    ],
  ])('that is %s is refused by name', (_, content, told, reason) => {
    expect(readManifest(bytesOf(content), told)).toEqual({ type: 'unreadable', reason })
  })

  it.each([
    [{ schemaVersion: 1, fsLayers: [] }, 'application/vnd.docker.distribution.manifest.v1+prettyjws'],
    [{ schemaVersion: 1, fsLayers: [] }, 'application/json'],
    [{ schemaVersion: 2, fsLayers: [] }, ociManifest],
  ])('of schema 1 is named so', (content, told) => {
    expect(readManifest(bytesOf(content), told)).toEqual({ type: 'schema1' })
  })

  it('notes urls of a layer and keeps none', () => {
    const foreign = { ...manifest, layers: [{ ...layer, urls: ['http://evil.test/layer'] }] }
    const read = readManifest(bytesOf(foreign), ociManifest)
    expect(read).toMatchObject({ type: 'image', layers: [{ hasUrls: true }] })
    expect(JSON.stringify(read)).not.toContain('evil')
  })
})

describe('names in JSON', () => {
  it.each([
    ['{"a":{"a":1},"b":[{"a":1},{"a":2}]}', undefined],
    ['{"a":"\\"b\\":","b":1}', undefined],
    ['{"a":[1,2],"b":{"c":["c","c"]},"a":1}', 'a'],
    ['{"x":{"y":1,"y":2}}', 'y'],
    ['[{"__proto__":1,"__proto__":2}]', '__proto__'],
  ])('%s has %s twice', (json, expected) => {
    expect(duplicateKey(Buffer.from(json))).toBe(expected)
  })

  it('are never twice in what an object was written as', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        expect(duplicateKey(Buffer.from(JSON.stringify(JSON.parse(json))))).toBeUndefined()
      }),
    )
  })

  it('are found wherever one is put in a second time', () => {
    fc.assert(
      fc.property(fc.string(), fc.jsonValue(), fc.jsonValue(), (name, one, two) => {
        const key = JSON.stringify(name)
        const json = `[${JSON.stringify(one)},{${key}:${JSON.stringify(one)},${key}:${JSON.stringify(two)}}]`
        expect(duplicateKey(Buffer.from(json))).toBe(name)
      }),
    )
  })
})

describe('a config', () => {
  it('is read in full', () => {
    const read = readConfig(
      bytesOf({
        ...config,
        created: '2026-03-01T12:00:00Z',
        author: 'me',
        config: {
          Env: ['A=b'],
          Cmd: ['/bin/sh'],
          Entrypoint: null,
          ExposedPorts: { '80/tcp': {} },
          Volumes: { '/data': {} },
          User: 'nobody',
          WorkingDir: '/w',
          Labels: { a: 'b', odd: 1 },
          OnBuild: null,
        },
        history: [
          { created: '0001-01-01T00:00:00Z', created_by: 'RUN x' },
          { created_by: 'ENV', empty_layer: true },
        ],
      }),
    )
    expect(read).toEqual({
      created: Date.parse('2026-03-01T12:00:00Z'),
      author: 'me',
      platform: 'linux/arm64/v8',
      entrypoint: [],
      cmd: ['/bin/sh'],
      env: ['A=b'],
      exposedPorts: ['80/tcp'],
      volumes: ['/data'],
      user: 'nobody',
      workdir: '/w',
      labels: new Map([['a', 'b']]),
      onBuild: [],
      diffIds: ['sha256:a'],
      history: [
        { createdBy: 'RUN x', comment: '', emptyLayer: false },
        { createdBy: 'ENV', comment: '', emptyLayer: true },
      ],
    })
  })

  it('keeps labels of 20 MB and with names that are dangerous in objects', () => {
    const json = `{"rootfs":{},"config":{"Labels":{"__proto__":"x","big":"${'y'.repeat(20_000_000)}"}}}`
    const read = readConfig(Buffer.from(json))
    expect(read?.labels.get('__proto__')).toBe('x')
    expect(read?.labels.get('big')).toHaveLength(20_000_000)
    expect(Reflect.get({}, 'x')).toBeUndefined()
  })

  it.each(['', '{}', '[]', '{"rootfs":1}', '['.repeat(1000)])('%.10s is none', (json) => {
    expect(readConfig(Buffer.from(json))).toBeUndefined()
  })
})

describe('a layer', () => {
  it.each([
    [ociLayer, 'ours'],
    ['application/vnd.oci.image.layer.v1.tar', 'ours'],
    ['application/vnd.oci.image.layer.v1.tar+zstd', 'ours'],
    ['application/vnd.docker.image.rootfs.diff.tar.gzip', 'ours'],
    ['application/vnd.docker.image.rootfs.foreign.diff.tar.gzip', 'foreign'],
    ['application/vnd.oci.image.layer.nondistributable.v1.tar+gzip', 'foreign'],
    ['application/vnd.in-toto+json', undefined],
    ['application/vnd.oci.image.layer.v1.tar+lz4', undefined],
  ])('of type %s is %s', (mediaType, kind) => {
    expect(layerKind(mediaType)).toBe(kind)
  })
})

describe('a tree', () => {
  const place = (...documents: readonly unknown[]) => {
    const blobs = new Map(documents.map((each) => [digestOf(bytesOf(each)), bytesOf(each)]))
    const get = async ({ digest }: { readonly digest: string }) => await Promise.resolve(blobs.get(digest))
    return { manifest: get, config: get }
  }
  const rootOf = (document: unknown, mediaType: string) => ({
    descriptor: descriptorOf(mediaType, document),
    document: readManifest(bytesOf(document), mediaType),
  })

  it('has every image, and says what is missing, an attestation, an artifact, unreadable', async () => {
    const chart = { ...manifest, config: descriptorOf('application/vnd.cncf.helm.config.v1+json', {}) }
    const index = {
      schemaVersion: 2,
      manifests: [
        { ...descriptorOf(ociManifest, manifest), platform: { os: 'linux', architecture: 'arm64' } },
        { ...descriptorOf(ociManifest, 'gone'), platform: { os: 'linux', architecture: 's390x' } },
        descriptorOf(ociManifest, chart),
        descriptorOf(ociManifest, 'no json'),
        {
          ...descriptorOf(ociManifest, 'a'),
          annotations: { 'vnd.docker.reference.type': 'attestation-manifest' },
        },
      ],
    }
    const { node, images } = await readTree(
      rootOf(index, ociIndex),
      ['a:1'],
      place(manifest, config, chart, 'no json'),
    )
    expect(node).toMatchObject({
      type: 'index',
      references: ['a:1'],
      children: [
        { type: 'image', platform: 'linux/arm64', imageId: digestOf(bytesOf(manifest)) },
        { type: 'missing', platform: 'linux/s390x' },
        { type: 'other', reason: 'artifact' },
        { type: 'other', reason: 'unreadable' },
        { type: 'attestation' },
      ],
    })
    expect(images).toMatchObject([
      { id: digestOf(bytesOf(manifest)), layers: [{ diffId: 'sha256:a' }], problems: [] },
    ])
  })

  it('says what config and manifest do not agree on', async () => {
    const odd = { ...config, history: [{ created_by: 'a' }, { created_by: 'b' }, { created_by: 'c' }] }
    const image = {
      ...manifest,
      config: descriptorOf(ociConfig, odd),
      layers: [layer, { ...layer, mediaType: 'application/x-lz4' }],
    }
    const { images } = await readTree(rootOf(image, ociManifest), [], place(odd))
    expect(images[0]?.layers[1]?.diffId).toBeUndefined()
    expect(images[0]?.problems).toEqual([
      { type: 'layerCountMismatch', config: 1, manifest: 2 },
      { type: 'historyMismatch', layers: 2, steps: 3 },
      { type: 'unknownPacking', layer: 1, mediaType: 'application/x-lz4' },
    ])
  })

  it('of an image without its config is an image that cannot be read here', async () => {
    const { node, images } = await readTree(rootOf(manifest, ociManifest), [], place())
    expect(images).toEqual([])
    expect(node).toEqual({ type: 'image', descriptor: descriptorOf(ociManifest, manifest), references: [] })
  })

  it('ends, however many images an index names', async () => {
    const one = descriptorOf(ociManifest, manifest)
    const index = { schemaVersion: 2, manifests: Array.from({ length: 50_000 }, () => one) }
    let asked = 0
    const counting = place(manifest, config)
    const reader = {
      ...counting,
      manifest: async (wanted: { readonly digest: string }) => {
        asked += 1
        return await counting.manifest(wanted)
      },
    }
    await expect(readTree(rootOf(index, ociIndex), ['a:1'], reader)).rejects.toMatchObject({
      error: { code: 'SOURCE_TOO_MANY', params: { name: 'a:1', limit: 1_000 } },
    })
    expect(asked).toBe(1_000)
  })

  it('ends, however deep indexes are put into each other', async () => {
    let inner: unknown = manifest
    let mediaType = ociManifest
    const all: unknown[] = [manifest, config]
    for (let depth = 0; depth < 50; depth += 1) {
      inner = { schemaVersion: 2, manifests: [descriptorOf(mediaType, inner)] }
      mediaType = ociIndex
      all.push(inner)
    }
    const { node, images } = await readTree(rootOf(inner, ociIndex), [], place(...all))
    expect(images).toEqual([])
    expect(JSON.stringify(node)).toContain('unreadable')
  })
})
