import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { openArchive } from '../../../main/archive/openArchive'
import { archiveOf, type ImageSpec, layerOf } from '../../../scripts/sandbox/images/archive.mjs'
import { tarOf } from '../../../scripts/sandbox/images/tar.mjs'
import {
  blobPath,
  layerTar,
  layoutOf,
  sha256,
  tarOfFiles,
  withDockerManifest,
  writeFiles,
} from '../../builders/ociLayout'
import { zstdOf } from '../../builders/zstd'
import { collected, essence, failureOf, fileIn, never, ownFolder, readFile, readStream } from './support'

const folder = ownFolder()

const spec = (tags: string[], ...names: string[]): ImageSpec => ({
  tags,
  config: {},
  steps: names.map((name) => ({
    createdBy: `COPY ${name}`,
    layer: layerOf([{ name, content: Buffer.alloc(3_000, name) }]),
  })),
})

describe('an image in a file or a folder', () => {
  it('is the same in a tar, a packed tar, a folder and a stream', async () => {
    const { files, manifests, configs } = layoutOf([
      { name: 'docker.io/library/a:1', layers: ['one', 'two'] },
      { name: 'docker.io/library/b:1', layers: ['one', 'three'], packing: 'none' },
    ])
    const tar = tarOfFiles(files)
    const all = [
      await readFile(fileIn(folder(), tar, 'a.tar.gz')),
      await readFile(fileIn(folder(), gzipSync(tar), 'packed.tar')),
      await readFile(fileIn(folder(), zstdOf(tar), 'zstd.tar.gz')),
      await readFile(writeFiles(join(folder(), 'layout'), files)),
      await readStream(tar, ['a:1', 'docker.io/library/b:1', manifests[0] ?? '']),
    ]
    const expected = [
      {
        id: manifests[0],
        configDigest: configs[0],
        references: ['a:1'],
        platform: 'linux/amd64',
        problems: [],
        diffIds: ['one', 'two'].map((name) => sha256(layerTar(name))),
      },
      {
        id: manifests[1],
        configDigest: configs[1],
        references: ['b:1'],
        platform: 'linux/amd64',
        problems: [],
        diffIds: ['one', 'three'].map((name) => sha256(layerTar(name))),
      },
    ]
    for (const read of all) {
      expect(essence(read)).toEqual(expected)
      expect(read.failures).toEqual([])
      const images = read.content.images.flatMap(({ layers }) => layers)
      for (const { key, diffId } of images) expect(read.layers.get(key)).toBe(diffId)
      expect(images.map(({ packing }) => packing)).toEqual(['gzip', 'gzip', 'none', 'none'])
    }
  })

  it('is read out of what old engines wrote, with links between layers', async () => {
    const archive = tarOf([
      ...entriesOf(spec(['a:1', 'a:2'], 'one', 'two')),
      { name: 'copy/layer.tar', link: `../${sha256(layerTar('one')).slice(7)}/layer.tar` },
      { name: 'again', link: 'copy/layer.tar' },
    ])
    const list = [{ Config: configPath(archive), RepoTags: ['a:1'], Layers: ['again', pathTo('two')] }]
    const linked = tarOf([
      ...entriesOf(spec(['a:1'], 'one', 'two')).filter(({ name }) => name !== 'manifest.json'),
      { name: 'copy/layer.tar', link: `../${sha256(layerTar('one')).slice(7)}/layer.tar` },
      { name: 'again', link: 'copy/layer.tar' },
      { name: 'manifest.json', content: JSON.stringify(list) },
    ])
    for (const bytes of [archive, linked, gzipSync(linked)]) {
      const read = await readFile(fileIn(folder(), bytes))
      const [image] = read.content.images
      expect(image?.problems).toEqual([])
      expect(image?.id).toBe(image?.configDigest)
      expect(image?.layers.map(({ key }) => key)).toEqual([pathTo('one'), pathTo('two')])
      for (const { key, diffId } of image?.layers ?? []) expect(read.layers.get(key)).toBe(diffId)
    }
  })

  it('is told once where manifest.json and index.json tell of it both', async () => {
    const layers = ['one', 'two']
    const layout = layoutOf([{ name: 'docker.io/library/a:1', layers, packing: 'none' }])
    const files = withDockerManifest(layout, [{ tags: ['a:1', 'other:2'], layers }])
    const { content } = await readFile(fileIn(folder(), tarOfFiles(files)))
    expect(content.images).toMatchObject([{ id: layout.manifests[0], references: ['a:1', 'other:2'] }])
    expect(content.tree).toHaveLength(1)
  })

  it('shows platforms as a tree, with those that are not here and what attests of them', async () => {
    const { files, manifests } = layoutOf(
      [
        { name: 'docker.io/library/a:1', platform: 'linux/amd64' },
        { platform: 'linux/arm64/v8', isAbsent: true },
        { platform: 'windows/amd64', layers: ['two'] },
      ],
      { asIndex: true },
    )
    for (const read of [
      await readFile(fileIn(folder(), tarOfFiles(files))),
      await readStream(tarOfFiles(files), ['a:1']),
    ]) {
      expect(read.content.images.map(({ id }) => id)).toEqual([manifests[0], manifests[2]])
      expect(read.content.images.map(({ references }) => references)).toEqual([['a:1'], ['a:1']])
      expect(read.content.tree).toMatchObject([
        {
          type: 'index',
          references: ['a:1'],
          children: [
            { type: 'image', platform: 'linux/amd64', imageId: manifests[0] },
            { type: 'missing', platform: 'linux/arm64/v8' },
            { type: 'image', platform: 'windows/amd64', imageId: manifests[2] },
            { type: 'attestation', of: manifests[0] },
          ],
        },
      ])
    }
  })

  it('keeps every label, whatever its name and its length', async () => {
    const labels = `{"__proto__":"a","constructor":"b","big":"${'x'.repeat(20_000_000)}"}`
    const config = { config: { Labels: JSON.parse(labels), Env: ['A=1'], Cmd: 'sh' } }
    const { files } = layoutOf([{ config }])
    const [path, big] = [...files].find(([, bytes]) => bytes.length > 1_000_000) ?? ['', Buffer.alloc(0)]
    // JSON.stringify of an object with an own __proto__ keeps it.
    expect(big.includes('"__proto__":"a"'), path).toBe(true)
    for (const read of [
      await readFile(fileIn(folder(), tarOfFiles(files))),
      await readStream(tarOfFiles(files)),
    ]) {
      const [image] = read.content.images
      expect([...(image?.config.labels.keys() ?? [])]).toEqual(['__proto__', 'constructor', 'big'])
      expect(image?.config).toMatchObject({ cmd: ['sh'], env: ['A=1'] })
    }
  })

  it('tells where the bytes of a layer lie in a file', async () => {
    const { files } = layoutOf([{ layers: ['one', 'two'] }])
    for (const path of [fileIn(folder(), tarOfFiles(files)), writeFiles(join(folder(), 'layout'), files)]) {
      const source = await openArchive(path, { signal: never })
      if (source.type !== 'randomAccess') throw new Error('it should be read in place')
      const { images } = await source.content({ signal: never })
      for (const layer of images[0]?.layers ?? []) {
        const part = await source.fileOf(layer)
        if (part === undefined) throw new Error('it lies in a file')
        const bytes = readFileSync(part.path).subarray(part.offset, part.offset + part.length)
        expect(sha256(bytes)).toBe(layer.blob?.digest)
        expect(bytes).toEqual(await collected(source.layer(layer, { signal: never })))
      }
      const [image] = images
      if (image === undefined) throw new Error('there is an image')
      const { config, manifest } = await source.documents(image, { signal: never })
      expect([sha256(Buffer.from(config)), sha256(Buffer.from(manifest ?? []))]).toEqual([
        image.configDigest,
        image.manifestDigest,
      ])
      await source.close()
    }
  })

  it('refuses links that lead out of the folder, and takes those that stay in it', async () => {
    const { files, configs } = layoutOf([{}])
    const config = blobPath(configs[0] ?? '')
    const outside = fileIn(folder(), files.get(config) ?? Buffer.alloc(0), 'outside')
    const withLink = (name: string, target: string) => {
      const place = writeFiles(join(folder(), name), new Map([...files].filter(([path]) => path !== config)))
      symlinkSync(target, join(place, config))
      return place
    }
    const leading = withLink('leading', outside)
    expect(await failureOf(readFile(leading))).toBe(`SOURCE_LINK_OUTSIDE ${config}`)
    const inside = withLink('inside', '../../real')
    writeFileSync(join(inside, 'real'), files.get(config) ?? '')
    expect((await readFile(inside)).content.images).toHaveLength(1)
    mkdirSync(join(folder(), 'empty'))
    expect(await failureOf(readFile(join(folder(), 'empty')))).toBe('SOURCE_NOT_LAYOUT empty')
  })
})

function pathTo(name: string): string {
  return `${sha256(layerTar(name)).slice('sha256:'.length)}/layer.tar`
}

function entriesOf(image: ImageSpec): { name: string; content: Buffer }[] {
  const bytes = Buffer.concat([...archiveOf([image])])
  const entries: { name: string; content: Buffer }[] = []
  for (let at = 0; bytes[at] !== 0; ) {
    const name = bytes.toString('utf8', at, bytes.indexOf(0, at))
    const size = Number.parseInt(bytes.toString('latin1', at + 124, at + 135), 8)
    entries.push({ name, content: bytes.subarray(at + 512, at + 512 + size) })
    at += 512 + Math.ceil(size / 512) * 512
  }
  return entries
}

function configPath(archive: Buffer): string {
  return /[0-9a-f]{64}\.json/.exec(archive.toString('latin1'))?.[0] ?? ''
}
