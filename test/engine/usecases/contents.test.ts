import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TreeQuery } from '@shared/domain/contents'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { openArchive } from '../../../main/archive/openArchive'
import { openSaveStream } from '../../../main/archive/openSaveStream'
import { createContents } from '../../../main/contents'
import { createFetchedFiles } from '../../../main/contents/places/fetched'
import { inflateFile } from '../../../main/contents/places/inflateFile'
import { createAnalyst } from '../../../main/contents/worker/createAnalyst'
import { engineInsideOf, neighbourFacts } from '../../../main/contentsWiring'
import { createIndexStore } from '../../../main/layers/store/indexStore'
import { createRegistryDoor } from '../../../main/registry/openRegistry'
import { workerInside } from '../../main/contents/support/workerInside'
import { attach, countingProxy } from '../adapter/support'
import { anImage, fileLayer, layerOf, load } from '../support/images'
import { docker, sandbox, uniqueName } from '../support/sandbox'
import { app, ended } from './support'

const never = { signal: new AbortController().signal }
const all: TreeQuery = { layer: 99, mode: 'stack', sort: 'name', open: { all: true, except: [] } }

const tag = `${uniqueName()}:1`
const other = `${uniqueName()}:2`
const layers = [
  layerOf([
    { name: 'etc' },
    { name: 'etc/passwd', content: Buffer.from('root:x:0:0\n') },
    { name: 'bin', mode: 0o755 },
    { name: 'bin/tool', content: Buffer.alloc(50_000, 'tool'), mode: 0o755 },
    { name: 'bin/link', link: 'tool' },
  ]),
  layerOf([
    { name: 'etc' },
    { name: 'etc/.wh.passwd', content: Buffer.alloc(0) },
    { name: 'etc/motd', content: Buffer.from('hello\n') },
  ]),
]

beforeAll(async () => {
  const top = fileLayer('top')
  await load([anImage({ tags: [tag], layers }), anImage({ tags: [other], layers: [...layers, top] })])
})
afterAll(async () => {
  await docker('rmi', '-f', tag, other)
})

/** As services.ts puts it together, the worker in this thread. `kept`: a folder of an earlier run. */
async function world(host = sandbox().host, kept?: string) {
  const { images, jobs } = await app(host)
  const { session } = await attach(host)
  const folder = kept ?? mkdtempSync(join(tmpdir(), 'strata-contents-'))
  const registry = createRegistryDoor({ env: {}, userAgent: 'Strata/test' })
  const contents = createContents({
    session,
    jobs,
    spawn: () =>
      workerInside({
        ...createAnalyst({
          store: createIndexStore(join(folder, 'index'), { capBytes: 100_000_000 }),
          openArchive,
          openSaveStream,
        }),
      }),
    fetched: createFetchedFiles({
      folder: join(folder, 'files'),
      capBytes: 1_000_000_000,
      inflate: inflateFile,
    }),
    openArchive,
    openSaveStream,
    openRegistry: (reference) => registry.reader().open(reference),
    inside: async (image, asked) => engineInsideOf(await images.inside(image, asked)),
    neighbours: async (diffIds, asked) => neighbourFacts(await images.neighbours(diffIds, asked)),
    // A grant stands for itself here.
    pathOf: (grant) => grant,
    platform: 'linux/amd64',
    onWait: () => undefined,
    log: () => undefined,
  })
  onTestFinished(async () => {
    await contents.closeAll()
    registry.close()
    if (kept === undefined) rmSync(folder, { recursive: true, force: true })
  })
  const read = async (handle: string, also: readonly string[] = []) => {
    const { state } = await ended(jobs, contents.read(handle, { also, raise: 0 }).jobId)
    if (state.type !== 'succeeded') throw new Error(JSON.stringify(state))
    return state.result
  }
  const done = async ({ jobId }: { readonly jobId: string }) => {
    const { state } = await ended(jobs, jobId)
    if (state.type !== 'succeeded') throw new Error(JSON.stringify(state))
    return state.result
  }
  const names = async (handle: string) => {
    const { rows } = await contents.tree(handle, { query: all, from: 0, count: 100 }, never)
    return rows.map(({ depth, name }) => `${'  '.repeat(depth)}${name}`)
  }
  const nodeOf = async (handle: string, wanted: string) => {
    const { rows } = await contents.tree(handle, { query: all, from: 0, count: 100 }, never)
    return rows.find(({ name }) => name === wanted)?.node ?? -1
  }
  return { contents, jobs, read, done, names, nodeOf, folder }
}

describe('what is inside an image of the engine', () => {
  test('is read by one save, and known afterwards without any', async () => {
    const proxy = await countingProxy()
    const { contents, read } = await world(proxy.host)
    const opened = await contents.open({ type: 'engine', image: tag }, never)
    expect(opened).toMatchObject({
      name: tag,
      layerCount: 2,
      reading: {
        type: 'unread',
        layers: 2,
        isAbout: true,
        ...(sandbox().store === 'classic' ? { isAtLeast: true } : {}),
      },
    })
    const report = await read(opened.handle)
    expect(report).toMatchObject({ type: 'read', report: { read: 2, name: tag } })
    expect(await contents.state(opened.handle, never)).toMatchObject({ reading: { type: 'ready' } })

    const { rows } = await contents.tree(opened.handle, { query: all, from: 0, count: 100 }, never)
    expect(rows.map(({ depth, name, kind, bytes, layer }) => ({ depth, name, kind, bytes, layer }))).toEqual([
      { depth: 0, name: 'bin', kind: 'folder', bytes: 50_000, layer: 0 },
      { depth: 1, name: 'link', kind: 'symlink', bytes: 0, layer: 0 },
      { depth: 1, name: 'tool', kind: 'file', bytes: 50_000, layer: 0 },
      { depth: 0, name: 'etc', kind: 'folder', bytes: 6, layer: 1 },
      { depth: 1, name: 'motd', kind: 'file', bytes: 6, layer: 1 },
    ])

    const saves = () => proxy.requests.filter((line) => line.includes('/images/get')).length
    const before = saves()
    const twin = await contents.open({ type: 'engine', image: tag }, never)
    expect(twin.reading).toEqual({ type: 'ready' })
    expect(saves()).toBe(before)
  })

  test('comes together with others in one save', async () => {
    const proxy = await countingProxy()
    const { contents, read, names } = await world(proxy.host)
    const one = await contents.open({ type: 'engine', image: tag }, never)
    const two = await contents.open({ type: 'engine', image: other }, never)
    await read(one.handle, [two.handle])
    expect(proxy.requests.filter((line) => line.includes('/images/get'))).toHaveLength(1)
    expect(await names(two.handle)).toEqual(['bin', '  link', '  tool', 'etc', '  motd', 'top'])
  })

  test('tells its Dockerfile, and what is stored for nothing', async () => {
    const { contents, read } = await world()
    const { handle } = await contents.open({ type: 'engine', image: tag }, never)
    await read(handle)
    const { dockerfile, totals, layers: stack } = await contents.layers(handle, never)
    expect(dockerfile.map(({ instruction, layer }) => [instruction.text.text, layer])).toEqual([
      ['COPY part-0 /', 0],
      ['COPY part-1 /', 1],
    ])
    expect(totals).toMatchObject({ bytes: 50_017, visible: 50_006, wasted: 11 })
    expect(stack.map(({ changes, wasted }) => ({ removed: changes.removed, wasted }))).toEqual([
      { removed: 0, wasted: 11 },
      { removed: 1, wasted: 0 },
    ])
    const { offenders } = await contents.waste(handle, never)
    expect(offenders).toMatchObject([
      { path: '/etc/passwd', bytes: 11, storedIn: [0], hiddenBy: [1], ends: 'removed' },
    ])
  })

  test('gives a file after one save into the cache, and files and folders to the disk', async () => {
    const { contents, read, done, nodeOf, folder } = await world()
    const { handle } = await contents.open({ type: 'engine', image: tag }, never)
    await read(handle)
    const motd = { layer: 1, node: await nodeOf(handle, 'motd') }
    const view = async () => await contents.file(handle, { ...motd, from: 0, count: 100 }, never)
    expect(await view()).toMatchObject({ type: 'needsFetch', path: '/etc/motd', size: 6 })
    await done(contents.fetch(handle))
    expect(await view()).toMatchObject({
      type: 'bytes',
      isText: true,
      bytes: new Uint8Array(Buffer.from('hello\n')),
    })

    const path = join(folder, 'saved')
    await done(contents.saveOut(handle, { ...motd, path }))
    expect(readFileSync(path, 'utf8')).toBe('hello\n')
    const bin = { layer: 1, node: await nodeOf(handle, 'bin') }
    const report = await done(contents.saveOut(handle, { ...bin, path: join(folder, 'bin') }))
    expect(report).toMatchObject({
      type: 'saveOut',
      report: { files: 1, bytes: 50_000, leftOut: [{ kind: 'symlink', target: 'tool' }] },
    })
    expect(readdirSync(join(folder, 'bin'))).toEqual(['tool'])
  })

  test('of very many tiny files says what fetching them moves, headers included', async () => {
    const tiny = Array.from({ length: 3_000 }, (_, at) => ({ name: `t/${at}`, content: `${at}` }))
    const small = `${uniqueName()}:tiny`
    await load([anImage({ tags: [small], layers: [layerOf([{ name: 't' }, ...tiny])] })])
    onTestFinished(async () => void (await docker('rmi', '-f', small)))
    const { contents, read, done } = await world()
    const opened = await contents.open({ type: 'engine', image: small }, never)
    const { reading } = opened
    await read(opened.handle)
    const { rows } = await contents.tree(opened.handle, { query: all, from: 0, count: 5 }, never)
    const file = { layer: 0, node: rows.find(({ kind }) => kind === 'file')?.node ?? -1, from: 0, count: 10 }
    const again = await contents.open({ type: 'engine', image: small }, never)
    const told: number[] = []
    for (const { handle } of [opened, again]) {
      const view = await contents.file(handle, file, never)
      told.push(view.type === 'needsFetch' ? (view.fetchBytes ?? 0) : 0)
    }
    const result = await done(contents.fetch(opened.handle))
    const moved = result.type === 'fetch' ? result.report.bytes : 0
    expect(told.every((bytes) => bytes > 0)).toBe(true)
    if (sandbox().store !== 'classic') return
    for (const bytes of told) expect(bytes / moved).toBeGreaterThan(0.95)
    // Before it was read nobody could know.
    expect(reading.type === 'unread' ? (reading.bytes ?? 0) / moved : 1).toBeLessThan(0.5)
  })

  test('is the same in a copy of it, opened as a file', async () => {
    const { contents, read, done, names, folder } = await world()
    const opened = await contents.open({ type: 'engine', image: other }, never)
    const path = join(folder, 'copy.tar')
    expect(await done(contents.copy(opened.handle, { type: 'file', path }, 'image'))).toMatchObject({
      type: 'copy',
    })
    const file = await contents.open({ type: 'file', grant: path }, never)
    expect(file).toMatchObject({ place: 'file', references: [other], layerCount: 3 })
    await read(file.handle)
    expect(await names(file.handle)).toEqual(['bin', '  link', '  tool', 'etc', '  motd', 'top'])
    await docker('rmi', '-f', other)
    await done(contents.copy(file.handle, { type: 'engine' }, 'image'))
    expect(await docker('image', 'inspect', '--format', '{{len .RootFS.Layers}}', other)).toBe('3')
  })

  test('is compared with another', async () => {
    const { contents, read } = await world()
    const one = await contents.open({ type: 'engine', image: tag }, never)
    const two = await contents.open({ type: 'engine', image: other }, never)
    await read(one.handle, [two.handle])
    const sides = { left: one.handle, right: two.handle }
    expect(await contents.compare(sides, never)).toMatchObject({
      left: { name: tag },
      right: { name: other },
      counts: { added: 1, removed: 0, changed: 0, metadata: 0, moved: 0 },
      leftBytes: 50_006,
      rightBytes: 51_006,
    })
    const query = { sort: 'name', open: { all: true, except: [] }, filter: { changes: ['added'] } } as const
    const { rows } = await contents.compareTree(sides, { query, from: 0, count: 10 }, never)
    expect(rows).toMatchObject([{ name: 'top', change: 'added', delta: 1_000 }])
    const node = rows[0]?.node ?? 0
    expect(await contents.compareFind(sides, { query, node }, never)).toEqual({ row: 0, parents: [] })
    expect(await contents.compareText(sides, 'text', never)).toContain('/top')
    expect(JSON.parse(await contents.compareText(sides, 'json', never))).toMatchObject({
      counts: { added: 1 },
    })
  })

  test('leaves nothing behind when reading is cancelled', async () => {
    const { contents, jobs } = await world()
    const { handle } = await contents.open({ type: 'engine', image: tag }, never)
    const { jobId } = contents.read(handle, { also: [], raise: 0 })
    jobs.cancel(jobId)
    expect((await ended(jobs, jobId)).state.type).toBe('cancelled')
    await expect(contents.layers(handle, never)).rejects.toMatchObject({ error: { code: 'CONTENTS_UNREAD' } })
  })
})

describe('what is inside an image of a registry', () => {
  test.runIf(sandbox().registry !== undefined)('is read without a pull, and its files too', async () => {
    const name = `${sandbox().registry?.host}/contents/${uniqueName()}:1`
    await docker('tag', tag, name)
    await docker('push', name)
    await docker('rmi', name)
    const proxy = await countingProxy()
    const { contents, read, names, nodeOf } = await world(proxy.host)
    const opened = await contents.open({ type: 'registry', reference: name }, never)
    expect(opened).toMatchObject({
      place: 'registry',
      layerCount: 2,
      reading: { type: 'unread', isAbout: false },
    })
    expect(opened.platform).toBeDefined()
    await read(opened.handle)
    expect(await names(opened.handle)).toEqual(['bin', '  link', '  tool', 'etc', '  motd'])
    const motd = { layer: 1, node: await nodeOf(opened.handle, 'motd'), from: 0, count: 10 }
    expect(await contents.file(opened.handle, motd, never)).toMatchObject({
      type: 'bytes',
      isText: true,
      size: 6,
    })
    expect(proxy.requests.filter((line) => /images\/(?:create|get)/.test(line))).toEqual([])
    // Layers that images of the engine have too are told.
    const { layers: stack } = await contents.layers(opened.handle, never)
    expect(stack.map(({ diffId }) => diffId)).toEqual(layers.map(({ diffId }) => diffId))
  })
})
