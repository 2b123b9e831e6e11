import type { ImagesChange } from '@shared/domain/image'
import { describe, expect, test, vi } from 'vitest'
import { imageId } from '../../builders/imageRow'
import { FakeEngine } from '../../fakes/fakeEngine'
import { FakeSession } from '../../fakes/fakeSession'
import { a, b, c, indexes, rowsOf } from './indexSupport'

// Many generated cases on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 })

const { start } = indexes()

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

  test('a tag taken over by an image that is gone again at once is not its old owner’s', async () => {
    const engine = new FakeEngine()
    engine.add({ id: a }, 'app:1')
    const { after } = await watched(engine)
    engine.add({ id: b }, 'app:1')
    engine.remove('app:1', false)
    const [change] = await after()
    expect(change).toMatchObject({ upserted: [{ id: a, tags: [], naming: 'dangling' }], removed: [] })
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
    expect(await after()).toMatchObject([
      {
        upserted: [
          { id: a, ledger: { lastUsed: 5_000 } },
          { id: b, naming: 'dangling' },
        ],
      },
    ])
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
