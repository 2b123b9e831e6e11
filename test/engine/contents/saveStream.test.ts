import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSaveStream } from '../../../main/archive/openSaveStream'
import { layerTar, layoutOf, sha256 } from '../../builders/ociLayout'
import { attach, engine, errorOf } from '../adapter/support'
import { eventually } from '../support/eventually'
import { anImage, build, busyboxLayer, fileLayer, imageId, load } from '../support/images'
import { docker, emptySandbox, sandbox, uniqueName } from '../support/sandbox'
import { heavyLayer } from '../transfers/support'
import { pushLayout, readImages, relay } from './support'

/** Destroys everything on its engine. */
beforeAll(async () => await emptySandbox())
afterAll(async () => await emptySandbox())

const isContainerd = () => sandbox().store === 'containerd'
const inspected = async (reference: string) => {
  const [facts] = JSON.parse(await docker('image', 'inspect', reference))
  return { id: facts.Id, diffIds: facts.RootFS.Layers, config: facts.Config }
}

describe('images out of an engine', () => {
  test('have the layers and the config that the engine tells, each layer scanned as it passes', async () => {
    const base = `${uniqueName()}:1`
    await load([anImage({ tags: [base], layers: [await busyboxLayer()] })])
    const built = `${uniqueName()}:1`
    const dockerfile = [
      `FROM ${base}`,
      'RUN echo hello > /hello && chmod 600 /hello',
      'RUN rm /hello',
      'ENV A=1',
      'LABEL a="<b>"',
      'CMD ["sh"]',
    ]
    await build(built, { Dockerfile: dockerfile.join('\n') }, { env: { DOCKER_BUILDKIT: '0' } })
    for (const asked of [built, await imageId(built)]) {
      const { content, layers } = await readImages(await engine(), [asked])
      const facts = await inspected(built)
      const [image] = content.images
      expect(content.images).toHaveLength(1)
      expect(image?.problems).toEqual([])
      expect(image?.layers.map(({ diffId }) => diffId)).toEqual(facts.diffIds)
      expect(image?.layers.map(({ key }) => layers.get(key))).toEqual(facts.diffIds)
      expect([
        image?.id,
        image?.configDigest,
        ...content.tree.map((node) => node.descriptor?.digest),
      ]).toContain(facts.id)
      expect(image?.config).toMatchObject({ cmd: ['sh'], labels: new Map([['a', '<b>']]) })
      expect(image?.config.env).toContain('A=1')
    }
  })

  test('share the layers that they share: several in one request', async () => {
    const shared = fileLayer('shared', 400_000)
    const specs = [1, 2, 3].map((number) => anImage({ layers: [shared, fileLayer(`own-${number}`, 1_000)] }))
    await load(specs)
    const tags = specs.flatMap(({ tags: [tag = ''] = [] }) => tag)
    const { content, layers } = await readImages(await engine(), tags)
    expect(content.images.flatMap(({ references }) => references).sort()).toEqual([...tags].sort())
    const keys = content.images.map((image) => image.layers.map(({ key }) => key))
    expect(new Set(keys.map(([bottom]) => bottom)).size).toBe(1)
    expect([...layers.values()].filter((diffId) => diffId === shared.diffId)).toHaveLength(1)
    expect(layers.size).toBe(4)
    for (const image of content.images) {
      expect(image.problems).toEqual([])
      expect(image.layers.map(({ key }) => layers.get(key))).toEqual(image.config.diffIds)
    }
  })

  test('a platform of several is shown beside those that are not here', async () => {
    const host = process.arch === 'x64' ? 'amd64' : 'arm64'
    const other = host === 'amd64' ? 'arm64' : 'amd64'
    const layout = layoutOf(
      [
        { platform: `linux/${host}`, layers: ['one', 'two'] },
        { platform: `linux/${other}`, layers: ['three'] },
      ],
      { asIndex: true },
    )
    const name = await pushLayout(layout, uniqueName(), '1')
    await docker('pull', '--quiet', name)
    const { content } = await readImages(await engine(), [name])
    expect(content.images).toMatchObject([
      { configDigest: layout.configs[0], references: [name], problems: [] },
    ])
    expect(content.images[0]?.layers.map(({ diffId }) => diffId)).toEqual(
      ['one', 'two'].map((layer) => sha256(layerTar(layer))),
    )
    if (!isContainerd()) return
    const [index] = content.tree
    expect(index).toMatchObject({ type: 'index', references: [name] })
    const children = index?.type === 'index' ? index.children : []
    expect(children.map(({ type }) => type)).toEqual([
      'image',
      'missing',
      expect.stringMatching(/attestation|missing/),
    ])
    expect(content.images[0]?.layers.map(({ packing }) => packing)).toEqual(['gzip', 'gzip'])
  })

  test('labels of 8 MB, and one called constructor', async () => {
    const tag = `${uniqueName()}:1`
    const labels = Object.fromEntries([
      ['big', 'x'.repeat(8_000_000)],
      ['constructor', 'c'],
    ])
    await load([anImage({ tags: [tag], config: { Labels: labels } })])
    const { content } = await readImages(await engine(), [tag])
    expect(content.images[0]?.problems).toEqual([])
    expect(content.images[0]?.config.labels.get('big')).toHaveLength(8_000_000)
    expect(content.images[0]?.config.labels.get('constructor')).toBe('c')
  })

  test('a cancel in the middle ends the request', async () => {
    const tag = `${uniqueName()}:1`
    await load([anImage({ tags: [tag], layers: [heavyLayer(30), heavyLayer(20)] })])
    const wire = await relay()
    const { client } = await attach(wire.host)
    const abort = new AbortController()
    const source = openSaveStream((signal) => client().transfers.save([tag], { signal }), [tag])
    const reading = source.read(
      async ({ bytes }) => {
        let seen = 0
        for await (const chunk of bytes) {
          seen += chunk.length
          if (seen > 5_000_000) abort.abort(new Error('enough'))
        }
        return undefined
      },
      { signal: abort.signal },
    )
    await expect(reading).rejects.toThrow('enough')
    await eventually(() => expect(wire.saving()).toBe(0))
    expect(wire.moved()).toBeLessThan(50_000_000)
    expect((await readImages(client(), [tag])).content.images).toHaveLength(1)
  })

  test('an image that is gone is told as that', async () => {
    const reference = `${uniqueName()}:1`
    const error = await errorOf(readImages(await engine(), [reference]))
    expect(error).toMatchObject({ code: 'IMAGE_NOT_FOUND' })
  })
})
