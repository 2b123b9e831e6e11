import { join } from 'node:path'
import type { ImageRow } from '@shared/domain/image'
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { ImageIndex } from '../../../main/images/imageIndex'
import { imageId } from '../../builders/imageRow'
import { FakeEngine } from '../../fakes/fakeEngine'
import { FakeSession } from '../../fakes/fakeSession'
import { indexes, rowsOf } from './indexSupport'

// Many generated cases on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 })

const { folder } = indexes()

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
          const index = new ImageIndex({ session, cacheFolder: join(folder(), 'none'), gather: 0 })
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
            cacheFolder: join(folder(), 'none'),
          })
          await fresh.live()
          // What only watching can know.
          const told = (row: ImageRow) => ({ ...row, was: undefined, platform: undefined, ledger: undefined })
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
