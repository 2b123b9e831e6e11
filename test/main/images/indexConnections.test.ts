import type { ImagesChange } from '@shared/domain/image'
import { unpackRows } from '@shared/domain/imageRows'
import { describe, expect, test, vi } from 'vitest'
import { ImageIndex } from '../../../main/images/imageIndex'
import { FakeEngine } from '../../fakes/fakeEngine'
import { FakeSession } from '../../fakes/fakeSession'
import { a, b, failure, indexes, rowsOf } from './indexSupport'

// Many generated cases on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 })

const { start, folder } = indexes()

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

  test('the engine goes and is back at once: who waits for the first list gets that of the new connection', async () => {
    const engine = new FakeEngine()
    engine.add({ id: a }, 'app:1')
    let answer = () => {}
    const asked = new Promise<void>((told) => {
      engine.before = async (request) => {
        if (request !== 'list') return
        told()
        await new Promise<void>((resolve) => (answer = resolve))
      }
    })
    const session = new FakeSession(engine)
    const index = start(session)
    const [found, live] = [index.anything(), index.live()]
    await asked
    session.lose()
    engine.before = () => {}
    session.connect(engine)
    answer()
    expect((await found).size).toBe(1)
    expect((await live).table.size).toBe(1)
  })

  test('who asks in the very moment of connecting waits for the list that is about to start', async () => {
    const engine = new FakeEngine()
    engine.add({ id: a }, 'app:1')
    const session = new FakeSession()
    const index = start(session)
    const asked = new Promise<readonly number[]>((resolve, reject) => {
      session.onStatus(({ state }) => {
        if (state.type !== 'connected') return
        Promise.all([index.anything().then(({ size }) => size), index.live().then(({ table }) => table.size)])
          .then(resolve)
          .catch(reject)
      })
    })
    session.connect(engine)
    expect(await asked).toEqual([1, 1])
  })

  test('the list of an engine that is left is kept as it was last', async () => {
    const engine = new FakeEngine()
    engine.add({ id: a }, 'app:1')
    const session = new FakeSession(engine)
    const before = start(session, () => 42)
    await before.live()
    engine.add({ id: b }, 'app:2')
    await before.settled()
    session.turnTo('ENGINE:TWO')
    await before.close()

    let answer = () => {}
    engine.before = async (request) => {
      if (request === 'list') await new Promise<void>((resolve) => (answer = resolve))
    }
    const page = await start(new FakeSession(engine)).page({}, 0)
    answer()
    expect(page).toMatchObject({ freshness: { type: 'cached', at: 42 }, total: 2 })
  })

  test('waiting can be given up', async () => {
    const engine = new FakeEngine()
    engine.before = async () => await new Promise(() => {})
    const index = new ImageIndex({ session: new FakeSession(engine), cacheFolder: folder() })
    const abort = new AbortController()
    const waiting = index.page({}, 0, abort.signal)
    abort.abort(new Error('gone'))
    await expect(waiting).rejects.toThrow('gone')
  })
})
