import { mkdtempSync, rmSync } from 'node:fs'
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
    openRegistry: () => {
      throw new Error('no registry here')
    },
    inside: async (image, asked) => engineInsideOf(await images.inside(image, asked)),
    neighbours: async (diffIds, asked) => neighbourFacts(await images.neighbours(diffIds, asked)),
    pathOf: () => {
      throw new Error('no files here')
    },
    platform: 'linux/amd64',
    log: () => undefined,
  })
  onTestFinished(async () => {
    await contents.closeAll()
    if (kept === undefined) rmSync(folder, { recursive: true, force: true })
  })
  const read = async (handle: string, also: readonly string[] = []) => {
    const { state } = await ended(jobs, contents.read(handle, { also, raise: 0 }).jobId)
    if (state.type !== 'succeeded') throw new Error(JSON.stringify(state))
    return state.result
  }
  return { contents, jobs, read, folder }
}

describe('what is inside an image of the engine', () => {
  test('is read by one save, and known afterwards without any', async () => {
    const proxy = await countingProxy()
    const { contents, read } = await world(proxy.host)
    const opened = await contents.open({ type: 'engine', image: tag }, never)
    expect(opened).toMatchObject({
      name: tag,
      layerCount: 2,
      reading: { type: 'unread', layers: 2, isAbout: true },
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
})
