import type { RemovalStep } from '@shared/domain/removal'
import { describe, expect, test } from 'vitest'
import { RemovalExecutor } from '../../../main/cleanup/removalExecutor'
import { removalCommand } from '../../../main/cleanup/removalJob'
import { RemovalMemory } from '../../../main/cleanup/removalMemory'
import { planRemoval } from '../../../main/cleanup/removalPlan'
import { entryOfListed } from '../../../main/images/imageEntry'
import { ImageTable } from '../../../main/images/imageTable'
import type { JobOutcome } from '../../../main/jobs/job'
import type { SizeView } from '../../../main/sizes/sizeView'
import { noBytes } from '../../../shared/domain/sizes'
import { imageId } from '../../builders/imageRow'
import { FakeEngine } from '../../fakes/fakeEngine'

const [a, b, c] = [imageId(0xa), imageId(0xb), imageId(0xc)]
const tag = (reference: string, id: string, over: Partial<RemovalStep> = {}): RemovalStep => ({
  target: { type: 'reference', reference, imageId: id },
  force: false,
  expected: 'deleted',
  ...over,
})
const whole = (id: string, over: Partial<RemovalStep> = {}): RemovalStep => ({
  target: { type: 'image', imageId: id },
  force: false,
  expected: 'deleted',
  ...over,
})

/** Sums of images that share nothing. */
async function counting(sizes: ReadonlyMap<string, number>): Promise<Pick<SizeView, 'reclaim'>> {
  return await Promise.resolve({
    reclaim: ({ images }) => ({
      freed: { files: [...images].reduce((sum, id) => sum + (sizes.get(id) ?? 0), 0), blobs: 0 },
      staysInBuildCache: noBytes,
      staysInContainers: noBytes,
      staysInImages: noBytes,
      about: [],
    }),
  })
}

/** Plans as a person would see it, lets `meanwhile` happen, then carries out. */
async function carryOut(
  engine: FakeEngine,
  steps: readonly RemovalStep[],
  meanwhile: () => void = () => {},
  signal = new AbortController().signal,
) {
  const client = engine.client()
  const table = new ImageTable()
  for (const image of await client.listImages({})) table.put(entryOfListed(image, engine.store, undefined))
  const memory = new RemovalMemory()
  const containers = [...engine.containers.values()]
  memory.remember(
    planRemoval(
      steps.map((step) => step.target),
      { store: engine.store, images: [...table.entries()], containers },
    ),
  )
  meanwhile()
  engine.requests.length = 0
  const lines: string[] = []
  const progress: number[] = []
  const shown = (step: RemovalStep) =>
    memory.of(step.target) ?? { names: new Set<string>(), containers: new Set<string>() }
  const work = { client: () => client, family: table, steps, shown }
  const context = {
    signal,
    log: (line: string) => lines.push(line),
    progress: ({ done }: { done: number }) => progress.push(done),
  }
  const sizes = new Map([...engine.images.values()].map(({ id, size }) => [id, size]))
  const outcome: JobOutcome = await new RemovalExecutor(work, context).run(async () => await counting(sizes))
  if (outcome.result.type !== 'removal') throw new Error('another result')
  const { report } = outcome.result
  return { outcome, report, types: report.results.map(({ type }) => type), lines, progress }
}

describe('carries out', () => {
  test('what was confirmed, looks before and after, and says what the engine said', async () => {
    const engine = new FakeEngine()
    engine.add({ id: a, size: 70 })
    engine.add({ id: b, parentId: a, size: 100 }, 'app:1')
    const { outcome, report, lines, progress } = await carryOut(engine, [tag('app:1', b)])
    expect(outcome).not.toHaveProperty('error')
    expect(report).toEqual({
      results: [{ type: 'done', step: tag('app:1', b), untagged: ['app:1'], deleted: [b, a] }],
      freedBytes: 170,
    })
    expect(engine.requests).toEqual(['inspect app:1', 'containers', 'remove app:1', `inspect ${b}`])
    expect(lines).toEqual([`Untagged: app:1\nDeleted: ${b}\nDeleted: ${a}`])
    expect(progress).toEqual([0, 1])
  })

  test('both tags of an image, and a child before its parent, in their order', async () => {
    const engine = new FakeEngine()
    engine.add({ id: a }, 'base:1')
    engine.add({ id: b, parentId: a }, 'app:1', 'app:2')
    const steps = [tag('app:1', b, { expected: 'untagged' }), tag('app:2', b), whole(a)]
    expect((await carryOut(engine, steps)).types).toEqual(['done', 'done', 'done'])
    expect(engine.images.size).toBe(0)
  })

  test('by force only where the engine would refuse without', async () => {
    const engine = new FakeEngine()
    engine.add({ id: a }, 'app:1')
    engine.add({ id: b }, 'other:1')
    engine.run({ id: 'c1', imageId: b })
    await carryOut(engine, [tag('app:1', a, { force: true }), tag('other:1', b, { force: true })])
    expect(engine.requests.filter((request) => request.startsWith('remove'))).toEqual([
      'remove app:1',
      'remove other:1 force',
    ])
  })
})

describe('drops what is no longer as it was confirmed', () => {
  async function result(
    make: (engine: FakeEngine) => void,
    step: RemovalStep,
    meanwhile: (engine: FakeEngine) => void,
  ) {
    const engine = new FakeEngine()
    make(engine)
    const { report } = await carryOut(engine, [step], () => meanwhile(engine))
    const touched = engine.requests.some((request) => request.startsWith('remove'))
    const [only] = report.results
    return { type: only?.type, code: only?.type === 'dropped' ? only.error.code : undefined, touched }
  }
  const two = (engine: FakeEngine) => {
    engine.add({ id: a }, 'app:1')
    engine.add({ id: b }, 'other:1')
  }

  test('the tag moved', async () => {
    expect(await result(two, tag('app:1', a), (engine) => engine.tag(b, 'app:1'))).toEqual({
      type: 'dropped',
      code: 'IMAGE_CHANGED',
      touched: false,
    })
  })
  test('a container came', async () => {
    expect(await result(two, tag('app:1', a), (engine) => engine.run({ id: 'x', imageId: a }))).toEqual({
      type: 'dropped',
      code: 'IMAGE_IN_USE_STOPPED',
      touched: false,
    })
  })
  test('a container came for one of several tags, which the engine would take all the same', async () => {
    const make = (engine: FakeEngine) => engine.add({ id: a }, 'app:1', 'app:2')
    const step = tag('app:1', a, { expected: 'untagged' })
    expect(await result(make, step, (engine) => engine.run({ id: 'x', imageId: a, running: true }))).toEqual({
      type: 'dropped',
      code: 'IMAGE_IN_USE_RUNNING',
      touched: false,
    })
  })
  test('the other tags went', async () => {
    const make = (engine: FakeEngine) => engine.add({ id: a }, 'app:1', 'app:2')
    const step = tag('app:1', a, { expected: 'untagged' })
    expect(await result(make, step, (engine) => engine.references.delete('app:2'))).toEqual({
      type: 'dropped',
      code: 'IMAGE_CHANGED',
      touched: false,
    })
  })
  test('a name came that a forced removal by id would take unseen', async () => {
    const make = (engine: FakeEngine) => engine.add({ id: a }, 'app:1', 'other:1')
    const step = whole(a, { force: true })
    expect(await result(make, step, (engine) => engine.tag(a, 'unseen:1'))).toEqual({
      type: 'dropped',
      code: 'IMAGE_CHANGED',
      touched: false,
    })
  })
  test('the container of a forced removal was started', async () => {
    const make = (engine: FakeEngine) => {
      two(engine)
      engine.run({ id: 'x', imageId: a })
    }
    expect(await result(make, whole(a, { force: true }), (engine) => engine.setRunning('x', true))).toEqual({
      type: 'dropped',
      code: 'IMAGE_IN_USE_RUNNING',
      touched: false,
    })
  })
  test('a dangling image got a name', async () => {
    const make = (engine: FakeEngine) => engine.add({ id: a })
    expect(await result(make, whole(a), (engine) => engine.tag(a, 'saved:1'))).toEqual({
      type: 'dropped',
      code: 'IMAGE_CHANGED',
      touched: false,
    })
  })
  test('but what has gone is gone', async () => {
    expect(await result(two, tag('app:1', a), (engine) => engine.remove('app:1', false))).toEqual({
      type: 'gone',
      code: undefined,
      touched: false,
    })
  })
})

describe('when things break', () => {
  const many = () => {
    const engine = new FakeEngine()
    const ids = Array.from({ length: 30 }, (_, n) => imageId(n))
    ids.forEach((id, n) => engine.add({ id }, `app:${n}`))
    return { engine, steps: ids.map((id, n) => tag(`app:${n}`, id)) }
  }

  test('the engine is lost: the rest is untouched, and it is an error', async () => {
    const { engine, steps } = many()
    let removals = 0
    engine.before = (request) => {
      if (request.startsWith('remove')) removals += 1
      if (removals > 10) engine.broken = 'ENGINE_LOST'
    }
    const { outcome, report, types } = await carryOut(engine, steps)
    expect(outcome.error?.code).toBe('ENGINE_LOST')
    expect(types.filter((type) => type === 'untouched').length).toBeGreaterThan(0)
    expect(types.filter((type) => type === 'done').length).toBeLessThanOrEqual(10)
    types.forEach((type, n) => {
      if (type === 'untouched') expect(engine.references.has(`app:${n}`)).toBe(true)
    })
    expect(report).not.toHaveProperty('freedBytes')
  })

  test('a cancel: what is under way ends, the rest is untouched, and it says so', async () => {
    const { engine, steps } = many()
    const abort = new AbortController()
    engine.before = (request) => {
      if (request === 'remove app:12') abort.abort()
    }
    const { outcome, types } = await carryOut(engine, steps, () => {}, abort.signal)
    expect(outcome).toMatchObject({ stopped: true })
    expect(types[12]).toBe('done')
    expect(types.filter((type) => type === 'untouched').length).toBeGreaterThan(5)
  })

  test('somebody was faster: 404 and gone is what was wanted', async () => {
    const engine = new FakeEngine()
    engine.add({ id: a }, 'app:1')
    engine.before = (request) => {
      if (request === 'remove app:1') engine.remove('app:1', false)
    }
    expect((await carryOut(engine, [tag('app:1', a)])).types).toEqual(['gone'])
  })

  test('the engine refuses at the last moment: its reason, nothing else stops', async () => {
    const engine = new FakeEngine()
    engine.add({ id: a }, 'app:1')
    engine.add({ id: b }, 'other:1')
    engine.before = (request) => {
      if (request === 'remove app:1') engine.run({ id: 'late', imageId: a })
    }
    const { report, types } = await carryOut(engine, [tag('app:1', a), tag('other:1', b)])
    expect(types).toEqual(['failed', 'done'])
    expect(report.results[0]).toMatchObject({ error: { code: 'IMAGE_IN_USE_STOPPED' } })
  })

  test('of many steps each end is verified by one list: what the engine only says it deleted is no success', async () => {
    const { engine, steps } = many()
    const kept = imageId(3)
    const { report, types } = await carryOut(engine, steps, () => {
      engine.before = (request) => {
        if (request === 'list') engine.add({ id: kept }, 'back:1')
      }
    })
    expect(types.filter((type) => type === 'done')).toHaveLength(29)
    expect(report.results[3]).toMatchObject({ type: 'failed', error: { code: 'ENGINE_ERROR' } })
    expect(engine.requests.filter((request) => request === 'list')).toHaveLength(1)
    expect(engine.requests.filter((request) => request.startsWith('inspect'))).toHaveLength(30)
  })

  test('of few steps too, by a look at the image', async () => {
    const engine = new FakeEngine()
    engine.add({ id: a }, 'app:1')
    engine.before = (request) => {
      if (request === `inspect ${a}`) engine.add({ id: a })
    }
    expect((await carryOut(engine, [tag('app:1', a)])).types).toEqual(['failed'])
  })

  test('ends that could not be looked at are an error, not a success', async () => {
    const { engine, steps } = many()
    const { outcome, report } = await carryOut(engine, steps, () => {
      engine.before = (request) => {
        if (request === 'list') engine.broken = 'ENGINE_ERROR'
      }
    })
    expect(outcome.error?.code).toBe('ENGINE_ERROR')
    expect(report).not.toHaveProperty('freedBytes')
  })

  test('bytes that can not be counted are not told, and nothing fails for it', async () => {
    const engine = new FakeEngine()
    engine.add({ id: c }, 'app:1')
    const client = engine.client()
    const work = {
      client: () => client,
      family: new ImageTable(),
      steps: [tag('app:1', c)],
      shown: () => ({ names: new Set(['app:1']), containers: new Set<string>() }),
    }
    const context = { signal: new AbortController().signal, log: () => {}, progress: () => {} }
    const unknown = async () => await Promise.reject(new Error('busy'))
    const { result } = await new RemovalExecutor(work, context).run(unknown)
    expect(result).toMatchObject({ report: { results: [{ type: 'done' }] } })
    expect(result).not.toHaveProperty('report.freedBytes')
  })
})

test('the command of a job: plain ones and forced ones, long lists cut', () => {
  const steps = [tag('app:1', a), whole(b), tag('x:1', c, { force: true })]
  expect(removalCommand(steps)).toBe(`docker rmi app:1 ${b.slice(7, 19)}\ndocker rmi --force x:1`)
  const many = Array.from({ length: 60 }, (_, n) => tag(`app:${n}`, a))
  expect(removalCommand(many).endsWith('app:49 …')).toBe(true)
})
