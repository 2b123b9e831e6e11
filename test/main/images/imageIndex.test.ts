import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ImageRow, ImagesChange } from '@shared/domain/image'
import { unpackRows } from '@shared/domain/imageRows'
import { AppFailure } from '@shared/errors'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ImageIndex } from '../../../main/images/imageIndex'
import { imageId } from '../../builders/imageRow'
import { FakeEngine } from '../../fakes/fakeEngine'
import { FakeSession } from '../../fakes/fakeSession'

// Many generated cases on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 })

let folder = ''
const open: ImageIndex[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'strata-index-'))
})
afterEach(async () => {
  await Promise.all(open.splice(0).map((index) => index.close()))
  await rm(folder, { recursive: true, force: true })
})

function start(session: FakeSession, now?: () => number): ImageIndex {
  const index = new ImageIndex({ session, cacheFolder: folder, gather: 1, ...(now && { now }) })
  open.push(index)
  return index
}

async function rowsOf(index: ImageIndex): Promise<ImageRow[]> {
  const rows: ImageRow[] = []
  let cursor: number | undefined = 0
  while (cursor !== undefined) {
    const page: Awaited<ReturnType<ImageIndex['page']>> = await index.page({}, cursor)
    rows.push(...unpackRows(JSON.parse(page.rows)))
    cursor = page.next
  }
  return rows
}

async function failure(work: Promise<unknown>): Promise<string> {
  try {
    await work
  } catch (cause) {
    return cause instanceof AppFailure ? cause.error.code : String(cause)
  }
  return 'no failure'
}

const [a, b, c] = [imageId(0xa), imageId(0xb), imageId(0xc)]

describe('the list', () => {
  test('is made by one list of images and one of containers', async () => {
    const engine = new FakeEngine()
    engine.add({ id: a }, 'app:2', 'app:1', `app@sha256:${'d'.repeat(64)}`)
    engine.add({ id: b, parentId: a, size: 7 })
    engine.run({ id: 'c2', name: 'sleeper', imageId: a })
    engine.run({ id: 'c1', name: 'web', imageId: a, running: true })
    const index = start(new FakeSession(engine))
    const page = await index.page({}, 0)
    expect(page).toMatchObject({ freshness: { type: 'live' }, total: 2 })
    expect(unpackRows(JSON.parse(page.rows))).toEqual([
      {
        id: b,
        tags: [],
        digests: [],
        created: Date.UTC(2026, 0, 1) + 2_000,
        size: 7,
        naming: 'dangling',
        running: 0,
        stopped: 0,
        usedBy: [],
        parentId: a,
      },
      {
        id: a,
        tags: ['app:1', 'app:2'],
        digests: [`app@sha256:${'d'.repeat(64)}`],
        created: Date.UTC(2026, 0, 1) + 1_000,
        size: 1_000,
        naming: 'tagged',
        running: 1,
        stopped: 1,
        usedBy: ['web', 'sleeper'],
      },
    ])
    expect(engine.requests.sort()).toEqual(['containers', 'list'])
  })

  test('knows labels that the rows do not carry', async () => {
    const engine = new FakeEngine()
    engine.add({ id: a, labels: new Map([['__proto__', 'x'.repeat(5_000)]]) }, 'app:1')
    engine.add({ id: b }, 'app:2')
    const index = start(new FakeSession(engine))
    const page = await index.page({ labels: ['__proto__'] }, 0)
    expect(page.total).toBe(1)
    expect(page.rows).not.toContain('xxx')
    expect(await failure(index.page({ before: 'nothing' }, 0))).toBe('IMAGE_NOT_FOUND')
  })

  test('of 5,000 images is built and packed in next to no time, in messages of less than 1 MB', async () => {
    const engine = new FakeEngine()
    for (let n = 0; n < 5_000; n += 1)
      engine.add({ id: imageId(n) }, `perf/repository-${n}:tag-${n}`, `perf/other-${n}:1`)
    const index = start(new FakeSession(engine))
    await index.settled()
    await index.page({}, 0)
    const started = performance.now()
    let cursor: number | undefined = 0
    let count = 0
    while (cursor !== undefined) {
      const page: Awaited<ReturnType<ImageIndex['page']>> = await index.page({}, cursor)
      expect(JSON.stringify(page).length).toBeLessThan(1_200_000)
      expect(page.rows.length).toBeLessThan(1_000_000)
      count += unpackRows(JSON.parse(page.rows)).length
      cursor = page.next
    }
    expect(count).toBe(5_000)
    // About 30 ms here; the engine itself takes about 250 ms for as many.
    expect(performance.now() - started).toBeLessThan(1_500)
  }, 30_000)
})

describe('events', () => {
  async function watched(engine: FakeEngine) {
    const session = new FakeSession(engine)
    const index = start(session, () => 5_000)
    await index.live()
    engine.requests.length = 0
    const changes: ImagesChange[] = []
    index.onChange((change) => changes.push(change))
    const after = async () => {
      await index.settled()
      return changes.splice(0)
    }
    return { session, index, after }
  }

  test('a new tag is one inspect and one row', async () => {
    const engine = new FakeEngine()
    engine.add({ id: a }, 'app:1')
    const { after, index } = await watched(engine)
    const revision = index.revision
    engine.tag(a, 'app:2')
    const [change] = await after()
    expect(change).toMatchObject({
      type: 'delta',
      revision: revision + 1,
      removed: [],
      upserted: [{ id: a, tags: ['app:1', 'app:2'] }],
    })
    expect(engine.requests).toEqual([`inspect ${a}`])
  })

  test('a tag taken over leaves the loser dangling, though no event says so', async () => {
    const engine = new FakeEngine()
    engine.add({ id: a }, 'app:1')
    engine.add({ id: b })
    const { after } = await watched(engine)
    engine.tag(b, 'app:1')
    const [change] = await after()
    expect(change).toMatchObject({
      upserted: [
        { id: a, tags: [], naming: 'dangling', was: { tag: 'app:1', until: 5_000, movedTo: b } },
        { id: b, tags: ['app:1'], naming: 'tagged' },
      ],
    })
    expect(engine.requests).toEqual([`inspect ${b}`])
    engine.tag(a, 'app:9')
    const row = (await after())[0]
    expect(row?.type === 'delta' && row.upserted[0]).not.toHaveProperty('was')
  })

  test('untag and delete: the row goes with no request, and a parent shows what it is now', async () => {
    const engine = new FakeEngine()
    engine.add({ id: a })
    engine.add({ id: b, parentId: a }, 'app:1')
    engine.add({ id: c, parentId: a }, 'app:2')
    const { after } = await watched(engine)
    engine.remove('app:2', false)
    expect(await after()).toMatchObject([{ removed: [c], upserted: [] }])
    expect(engine.requests).toEqual([])
    engine.remove('app:1', false)
    const [change] = await after()
    expect(change?.type === 'delta' && [...change.removed].sort()).toEqual([a, b])
  })

  test('a container is one inspect, its end none', async () => {
    const engine = new FakeEngine()
    engine.add({ id: a }, 'app:1')
    const { after } = await watched(engine)
    engine.run({ id: 'c1', name: 'web', imageId: a, running: true })
    expect(await after()).toMatchObject([{ upserted: [{ id: a, running: 1, usedBy: ['web'] }] }])
    expect(engine.requests).toEqual(['container c1'])
    engine.setRunning('c1', false)
    expect(await after()).toMatchObject([{ upserted: [{ running: 0, stopped: 1 }] }])
    engine.requests.length = 0
    engine.removeContainer('c1')
    expect(await after()).toMatchObject([{ upserted: [{ stopped: 0 }] }])
    expect(engine.requests).toEqual([])
  })

  test('a pull names no image: it is looked up by its reference', async () => {
    const engine = new FakeEngine()
    engine.add({ id: a }, 'app:1')
    const { after } = await watched(engine)
    engine.images.set(b, { ...(engine.images.get(a) ?? expect.fail()), id: b })
    engine.pull(b, 'app:1')
    expect(await after()).toMatchObject([
      {
        upserted: [
          { id: a, was: { movedTo: b } },
          { id: b, tags: ['app:1'] },
        ],
      },
    ])
    expect(engine.requests).toEqual(['inspect app:1'])
  })

  test('on old engines a commit and the classic builder say nothing: one list of images finds what came', async () => {
    const engine = new FakeEngine('classic', '20.10.24')
    engine.add({ id: a }, 'app:1')
    const { after } = await watched(engine)
    engine.run({ id: 'c1', imageId: a, createdFrom: a })
    engine.add({ id: b, parentId: a })
    engine.removeContainer('c1')
    expect(await after()).toMatchObject([{ upserted: [{ id: b, naming: 'dangling' }] }])
    expect(engine.requests).toEqual(['list'])
  })

  test("a parent's link may be written after the event: an image without one is looked at once more", async () => {
    const engine = new FakeEngine()
    engine.add({ id: a }, 'app:1')
    const { after } = await watched(engine)
    engine.add({ id: b })
    expect(await after()).toMatchObject([{ upserted: [{ id: b, naming: 'dangling' }] }])
    engine.images.set(b, { ...(engine.images.get(b) ?? expect.fail()), parentId: a })
    await new Promise((resolve) => setTimeout(resolve, 1_050))
    expect(
      (await after()).flatMap((change) => (change.type === 'delta' ? change.upserted : [])),
    ).toMatchObject([{ id: b, parentId: a }])
    expect(engine.requests).toEqual([`inspect ${b}`, `inspect ${b}`])
  })

  test('what changes nothing tells nobody', async () => {
    const engine = new FakeEngine()
    engine.add({ id: a }, 'app:1')
    const { after } = await watched(engine)
    engine.tag(a, 'app:1')
    expect(await after()).toMatchObject([{ upserted: [{ platform: 'linux/amd64' }] }])
    engine.tag(a, 'app:1')
    engine.emit({ type: 'image', action: 'push', imageId: a, time: 0 })
    engine.emit({ type: 'container', action: 'exec_start: sh', containerId: 'x', time: 0 })
    engine.emit({ type: 'builder', action: 'prune', time: 0 })
    expect(await after()).toEqual([])
    expect(engine.requests).toEqual([`inspect ${a}`, `inspect ${a}`])
  })

  test('many at once: a list instead of as many looks, told as one change', async () => {
    const engine = new FakeEngine()
    for (let n = 0; n < 100; n += 1) engine.add({ id: imageId(n) }, `app:${n}`)
    const { after } = await watched(engine)
    for (let n = 0; n < 100; n += 1) engine.tag(imageId(n), `new:${n}`)
    const changes = await after()
    expect(changes.length).toBe(1)
    expect(engine.requests).toEqual(['list'])
  })

  test('a new image of the containerd store has the size that its list says', async () => {
    const engine = new FakeEngine('containerd')
    const { after } = await watched(engine)
    engine.add({ id: a, size: 900 }, 'app:1')
    expect(await after()).toMatchObject([{ upserted: [{ size: 900, digests: [`app@${a}`] }] }])
    expect(engine.requests).toEqual([`inspect ${a}`, 'list app:1'])
    engine.add({ id: b, size: 800 })
    expect(await after()).toMatchObject([{ upserted: [{ size: 800, digests: [] }] }])
  })

  test('on the containerd store the size grows when the image is unpacked: with its first container, or a while later', async () => {
    const engine = new FakeEngine('containerd')
    engine.add({ id: a, size: 900 }, 'app:1')
    const { after } = await watched(engine)
    const grow = (id: string, size: number) =>
      engine.images.set(id, { ...(engine.images.get(id) ?? expect.fail()), size })
    grow(a, 2_700)
    engine.run({ id: 'c1', imageId: a })
    expect(await after()).toMatchObject([{ upserted: [{ id: a, size: 2_700, stopped: 1 }] }])
    expect(engine.requests).toEqual(['container c1', 'list app:1'])
    engine.add({ id: b, size: 100 }, 'new:1')
    engine.add({ id: c, size: 200 })
    await after()
    grow(b, 300)
    grow(c, 600)
    await new Promise((resolve) => setTimeout(resolve, 1_050))
    const sizes = (await after()).flatMap((change) => (change.type === 'delta' ? change.upserted : []))
    expect(new Map(sizes.map((row) => [row.id, row.size]))).toEqual(
      new Map([
        [b, 300],
        [c, 600],
      ]),
    )
  })

  test('a look that fails is made good by a whole list', async () => {
    const engine = new FakeEngine()
    engine.add({ id: a }, 'app:1')
    const { index } = await watched(engine)
    engine.broken = 'ENGINE_ERROR'
    engine.tag(a, 'app:2')
    await index.settled()
    engine.broken = undefined
    await new Promise((resolve) => setTimeout(resolve, 1_100))
    expect((await rowsOf(index))[0]?.tags).toEqual(['app:1', 'app:2'])
  })
})

describe('connections', () => {
  test('nothing known and no engine: the list says so', async () => {
    const session = new FakeSession()
    expect(await failure(start(session).page({}, 0))).toBe('ENGINE_LOST')
  })

  test('lost: the rows stay, from when they were confirmed; found again: one list more', async () => {
    const engine = new FakeEngine()
    engine.add({ id: a }, 'app:1')
    const session = new FakeSession(engine)
    const index = start(session, () => 77)
    await index.live()
    session.lose()
    expect(await index.page({}, 0)).toMatchObject({ freshness: { type: 'cached', at: 77 }, total: 1 })
    expect(await failure(index.live())).toBe('ENGINE_LOST')
    engine.add({ id: b }, 'app:2')
    const changes: ImagesChange[] = []
    index.onChange((change) => changes.push(change))
    engine.requests.length = 0
    session.connect(engine)
    await index.live()
    expect(changes.map((change) => change.type)).toEqual(['reset'])
    expect(await rowsOf(index)).toHaveLength(2)
    expect(engine.requests.sort()).toEqual(['containers', 'list'])
  })

  test('another engine: nothing of the old one is shown', async () => {
    const [one, two] = [new FakeEngine(), new FakeEngine('classic', '28.5.2', 'ENGINE:TWO')]
    one.add({ id: a }, 'app:1')
    two.add({ id: b }, 'app:2')
    const session = new FakeSession(one)
    const index = start(session)
    await index.live()
    session.turnTo('ENGINE:TWO')
    expect(await failure(index.page({}, 0))).toBe('ENGINE_LOST')
    session.connect(two)
    expect((await rowsOf(index)).map((row) => row.id)).toEqual([b])
  })

  test('a start paints from the disk while the engine is slow, then says that it is live', async () => {
    const engine = new FakeEngine('containerd')
    engine.add({ id: a, labels: new Map([['team', 'x']]) }, 'app:1')
    engine.run({ id: 'c1', name: 'web', imageId: a, running: true })
    const before = start(new FakeSession(engine), () => 42)
    const [row] = await rowsOf(before)
    await before.close()

    engine.add({ id: b }, 'app:2')
    let answer = () => {}
    engine.before = async (request) => {
      if (request === 'list') await new Promise<void>((resolve) => (answer = resolve))
    }
    const index = start(new FakeSession(engine))
    const page = await index.page({ labels: ['team=x'] }, 0)
    expect(page.freshness).toEqual({ type: 'cached', at: 42 })
    expect(unpackRows(JSON.parse(page.rows))).toEqual([row])
    const changes: ImagesChange[] = []
    index.onChange((change) => changes.push(change))
    answer()
    await index.live()
    expect(changes.map((change) => change.type)).toEqual(['reset'])
    expect(await index.page({}, 0)).toMatchObject({ freshness: { type: 'live' }, total: 2 })
  })

  test('waiting can be given up', async () => {
    const engine = new FakeEngine()
    engine.before = async () => await new Promise(() => {})
    const index = new ImageIndex({ session: new FakeSession(engine), cacheFolder: folder })
    const abort = new AbortController()
    const waiting = index.page({}, 0, abort.signal)
    abort.abort(new Error('gone'))
    await expect(waiting).rejects.toThrow('gone')
  })
})

describe('whatever happens on the engine', () => {
  const n = fc.nat({ max: 5 })
  const acts = [
    'add',
    'add',
    'tag',
    'tag',
    'digest',
    'pull',
    'remove',
    'remove',
    'removeId',
    'run',
    'start',
    'stop',
    'rm',
  ] as const
  const step = fc.record({
    do: fc.constantFrom(...acts, 'settle', 'settle', 'settle', 'lose'),
    id: n,
    other: n,
  })
  type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

  function act(engine: FakeEngine, step: Step): void {
    const id = imageId(step.id)
    const exists = engine.images.has(id)
    const container = `container-${step.other}`
    if (step.do === 'add' && !exists) {
      const parentId = imageId(step.other)
      const parent = step.other < step.id && engine.images.has(parentId) ? { parentId } : {}
      engine.add({ id, ...parent }, ...(step.other > 2 ? [`app:${step.other}`] : []))
    }
    if (step.do === 'start') engine.setRunning(container, true)
    if (step.do === 'stop') engine.setRunning(container, false)
    if (step.do === 'rm') engine.removeContainer(container)
    if (!exists) return
    if (step.do === 'tag') engine.tag(id, `app:${step.other}`)
    if (step.do === 'digest') engine.tag(id, `other@${id}`)
    if (step.do === 'pull') engine.pull(id, `pulled:${step.other}`)
    if (step.do === 'run' && !engine.containers.has(container)) {
      engine.run({ id: container, imageId: id, running: step.id % 2 === 0 })
    }
    try {
      if (step.do === 'remove') engine.remove(`app:${step.other}`, step.id % 2 === 0)
      if (step.do === 'removeId') engine.remove(id, step.other % 2 === 0)
    } catch {
      // The engine refuses.
    }
  }

  test.each(['classic', 'containerd'] as const)(
    'the rows equal a fresh list, and the deltas lead there (%s)',
    async (store) => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
          const engine = new FakeEngine(store)
          engine.add({ id: imageId(9) }, 'base:1')
          const session = new FakeSession(engine)
          const index = new ImageIndex({ session, cacheFolder: join(folder, 'none'), gather: 0 })
          await index.live()
          let mirror = new Map((await rowsOf(index)).map((row) => [row.id, row]))
          let stale = false
          index.onChange((change) => {
            if (change.type === 'reset') stale = true
            else {
              for (const row of change.upserted) mirror.set(row.id, row)
              for (const id of change.removed) mirror.delete(id)
            }
          })
          for (const next of steps) {
            if (next.do === 'settle') await index.settled()
            else if (next.do === 'lose') {
              session.lose()
              session.connect(engine)
            } else act(engine, next)
          }
          await index.live()
          await index.settled()
          const rows = await rowsOf(index)
          if (stale) mirror = new Map(rows.map((row) => [row.id, row]))
          const fresh = new ImageIndex({
            session: new FakeSession(engine),
            cacheFolder: join(folder, 'none'),
          })
          await fresh.live()
          const told = (row: ImageRow) => ({ ...row, was: undefined, platform: undefined })
          expect(rows.map(told)).toEqual((await rowsOf(fresh)).map(told))
          expect([...mirror.values()].sort(byId)).toEqual([...rows].sort(byId))
          await Promise.all([index.close(), fresh.close()])
        }),
        { numRuns: 150 },
      )
    },
    60_000,
  )
})

function byId(a: ImageRow, b: ImageRow): number {
  return a.id < b.id ? -1 : 1
}
