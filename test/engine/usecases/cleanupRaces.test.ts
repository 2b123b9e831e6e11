import type { CleanupRow } from '@shared/domain/cleanup'
import type { CleanupRequest } from '@shared/domain/cleanupRequest'
import { afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { ownEngine } from '../adapter/support'
import { faultProxy } from '../faults/proxy'
import { eventually } from '../support/eventually'
import {
  anImage,
  fileLayer,
  imageId,
  load,
  runnableImage,
  runningContainer,
  stoppedContainer,
} from '../support/images'
import { docker, dockerWith, emptySandbox, sandbox } from '../support/sandbox'
import { type App, allCleanupRows, app, cleanedBy, ended, wholePlan } from './support'

/** Destroys everything on its engine. */
beforeAll(async () => await emptySandbox())
afterEach(async () => await emptySandbox())

const everything: CleanupRequest = { which: { type: 'all' } }

/** Shows the plan, lets `meanwhile` happen, carries it out. */
async function raced(request: CleanupRequest, meanwhile: () => Promise<unknown>) {
  const it = await app()
  const shown = await wholePlan(it.cleanup, request)
  await meanwhile()
  const { jobId } = it.cleanup.run({ planId: shown.plan.id })
  const job = await ended(it.jobs, jobId)
  const rows = allCleanupRows(it.cleanup, jobId)
  return { ...it, shown, job, jobId, rows, report: cleanedBy(job) }
}

function of(rows: readonly CleanupRow[], reference: string) {
  return rows.flatMap((row) =>
    row.type === 'image' &&
    row.result.step.target.type === 'reference' &&
    row.result.step.target.reference === reference
      ? [row.result]
      : [],
  )[0]
}

async function names(
  on?: App | { readonly on: Parameters<typeof dockerWith>[0]['on'] },
): Promise<ReadonlySet<string>> {
  const options = on !== undefined && 'on' in on ? { on: on.on } : {}
  const listed = await dockerWith(options, 'images', '--format', '{{.Repository}}:{{.Tag}}')
  return new Set(listed.split('\n').filter((line) => line !== ''))
}

describe('between the preview and the deed', () => {
  test('a tag moved: its row is dropped and says so, the others go', async () => {
    await load([anImage({ tags: ['app:1'] }), anImage({ tags: ['other:1'] }), anImage({ tags: ['third:1'] })])
    const [before, other] = [await imageId('app:1'), await imageId('other:1')]
    const { rows, report } = await raced({ which: { type: 'all' }, reference: '[at]*' }, async () => {
      await docker('tag', before, 'keep:1')
      await docker('tag', 'other:1', 'app:1')
    })
    expect(of(rows, 'app:1')).toMatchObject({ type: 'dropped', error: { code: 'IMAGE_CHANGED' } })
    expect(of(rows, 'third:1')).toMatchObject({ type: 'done' })
    expect(report).toMatchObject({ deleted: 1, dropped: 1 })
    expect(await imageId('app:1')).toBe(other)
    expect(await imageId('keep:1')).toBe(before)
  })

  test('a container came: the row is dropped and the container named', async () => {
    await runnableImage('app:1')
    const { rows } = await raced(
      everything,
      async () => await runningContainer('app:1', '--name', 'newcomer'),
    )
    expect(of(rows, 'app:1')).toMatchObject({
      type: 'dropped',
      error: { code: 'IMAGE_IN_USE_RUNNING', params: { container: 'newcomer' } },
    })
    expect(await names()).toContain('app:1')
  })

  test('a container came to an image of which one name was to go: that one stays too', async () => {
    const [id = ''] = await load([anImage({ tags: ['app:1'] })])
    await docker('tag', id, 'app:2')
    const request: CleanupRequest = { which: { type: 'all' }, reference: 'app:1' }
    const { rows } = await raced(request, async () => await docker('create', 'app:2', '/bin/true'))
    expect(of(rows, 'app:1')).toMatchObject({ type: 'dropped', error: { code: 'IMAGE_IN_USE_STOPPED' } })
    expect(await names()).toEqual(new Set(['app:1', 'app:2']))
  })

  test('a container that was agreed to was started: it and its image stay', async () => {
    const image = await runnableImage('app:1')
    const id = await docker('create', '--name', 'sleeper', image, '/bin/sleep', '100000')
    const { rows, shown } = await raced({ ...everything, removeContainers: [id] }, async () => {
      await docker('start', id)
    })
    expect(shown.items).toMatchObject([{ verdict: 'deleted' }])
    expect(rows[0]).toMatchObject({ name: 'sleeper', outcome: 'left', error: { code: 'CONTAINER_RUNNING' } })
    expect(of(rows, 'app:1')).toMatchObject({ type: 'dropped', error: { code: 'IMAGE_IN_USE_RUNNING' } })
    expect(await docker('ps', '--quiet', '--no-trunc')).toBe(id)
  })

  test('a parent lost its name meanwhile: it was not shown to go, so its child stays as well', async () => {
    await load([anImage({ tags: ['base:1'] })])
    const dockerfile = 'FROM base:1\nLABEL a=1'
    await dockerWith(
      { input: dockerfile, env: { DOCKER_BUILDKIT: '0' } },
      'build',
      '--quiet',
      '--tag',
      'child:1',
      '-',
    )
    const request: CleanupRequest = { which: { type: 'all' }, reference: 'child' }
    const { rows } = await raced(request, async () => await docker('rmi', 'base:1'))
    expect(of(rows, 'child:1')).toMatchObject({ type: 'dropped', error: { code: 'IMAGE_CHANGED' } })
    expect(await names()).toContain('child:1')
  })

  test('all is gone already: what was wanted is true', async () => {
    await load([anImage({ tags: ['app:1'] }), anImage({ tags: ['app:2'] })])
    const { job, report } = await raced(everything, async () => await docker('rmi', 'app:1', 'app:2'))
    expect(job.state.type).toBe('succeeded')
    expect(report).toMatchObject({ gone: 2, deleted: 0, failed: 0, freed: { freed: { files: 0, blobs: 0 } } })
  })

  test('undone in time: nothing was touched', async () => {
    await load([anImage({ tags: ['app:1'] })])
    const { cleanup, jobs } = await app()
    const { plan } = await cleanup.plan(everything)
    const { jobId } = cleanup.run({ planId: plan.id, undoSeconds: 60 })
    expect(jobs.cancel(jobId).state).toEqual({ type: 'cancelled' })
    expect(cleanup.report({ jobId })).toMatchObject({ rows: [] })
    expect(await names()).toEqual(new Set(['app:1']))
  })
})

/** Of every row of an image: is what it says of the name true? */
function expectHonest(rows: readonly CleanupRow[], left: ReadonlySet<string>): void {
  for (const row of rows) {
    if (row.type !== 'image' || row.result.step.target.type !== 'reference') continue
    const { reference } = row.result.step.target
    if (row.result.type === 'done' || row.result.type === 'gone') expect(left).not.toContain(reference)
    if (row.result.type === 'untouched' || row.result.type === 'dropped') expect(left).toContain(reference)
  }
}

async function doomed(count: number, on?: Parameters<typeof load>[1]): Promise<void> {
  await load(
    Array.from({ length: count }, (_, i) => anImage({ tags: [`doomed:${i}`] })),
    on,
  )
}

async function working({ jobs }: App, jobId: string, done: number): Promise<void> {
  await eventually(() => {
    const state = jobs.list().find(({ id }) => id === jobId)?.state
    if (state?.type !== 'running') return
    expect(state.progress).toMatchObject({ phase: 'working' })
    if (state.progress.phase === 'working') expect(state.progress.done).toBeGreaterThanOrEqual(done)
  })
}

test('the engine is killed between two deletions: what was done is told, the rest is untouched', async () => {
  const own = await ownEngine()
  if (own?.engineProcess === undefined) return
  onTestFinished(async () => await own.close())
  await doomed(80, { on: own.info })
  const it = await app(own.info.host)
  const { plan } = await it.cleanup.plan(everything)
  const { jobId } = it.cleanup.run({ planId: plan.id })
  await working(it, jobId, 5)
  await own.engineProcess.kill9()
  const job = await ended(it.jobs, jobId)
  expect(job.state.type).toBe('failed')
  const report = cleanedBy(job)
  expect(report.untouched).toBeGreaterThan(0)
  expect(report.failed).toBeLessThanOrEqual(8)
  await own.engineProcess.restart()
  expectHonest(allCleanupRows(it.cleanup, jobId), await names({ on: own.info }))
})

test('the event stream breaks on the way: whatever the job says is true', async () => {
  const proxy = await faultProxy(sandbox().socketPath)
  onTestFinished(() => proxy.close())
  await doomed(60)
  let cut = false
  proxy.arm({
    path: /\/events/,
    fault: 'cutSocket',
    after: 2_000,
    where: 'answer',
    reached: () => (cut = true),
  })
  const it = await app(`unix://${proxy.path}`)
  const { plan } = await it.cleanup.plan(everything)
  const { jobId } = it.cleanup.run({ planId: plan.id })
  const job = await ended(it.jobs, jobId)
  expect(cut).toBe(true)
  const rows = allCleanupRows(it.cleanup, jobId)
  expectHonest(rows, await names())
  const { deleted, untouched, failed } = cleanedBy(job)
  expect(deleted + untouched + failed).toBe(60)
  if (job.state.type === 'succeeded') expect(deleted).toBe(60)
})

test('a cancel on the way leaves the rest untouched, and says how far it came', async () => {
  await doomed(80)
  const it = await app()
  const { plan } = await it.cleanup.plan(everything)
  const { jobId } = it.cleanup.run({ planId: plan.id })
  await working(it, jobId, 3)
  it.jobs.cancel(jobId)
  const job = await ended(it.jobs, jobId)
  expect(job.state.type).toBe('cancelled')
  const { deleted, untouched } = cleanedBy(job)
  expect([deleted + untouched, untouched > 0]).toEqual([80, true])
  expectHonest(allCleanupRows(it.cleanup, jobId), await names())
})

/** The containerd store takes a second for each image that it loads on a busy machine: fewer there, but for the full run. */
const isMany = process.env.STRATA_BRIEF !== '1' && sandbox().store === 'classic'
const many = isMany || process.env.STRATA_FULL === '1' ? 1_000 : 200
const loading = 1_200_000

test(
  `${many} deletions, side by side: all done, none falsely failed, as many bytes as was said`,
  async () => {
    const shared = fileLayer('shared', 100_000, 'shared')
    for (let from = 0; from < many; from += 100) {
      await load(
        Array.from({ length: 100 }, (_, i) =>
          anImage({ tags: [`many:${from + i}`], layers: [shared, fileLayer('own', 1_000)] }),
        ),
      )
    }
    const { report, job, jobId, cleanup } = await raced(everything, async () => await Promise.resolve())
    expect(job.state.type).toBe('succeeded')
    expect(report).toMatchObject({ deleted: many, gone: 0, dropped: 0, failed: 0, untouched: 0 })
    expect(report.freed).toEqual(report.predicted)
    if (sandbox().store === 'classic') {
      expect(report.freed).toMatchObject({ freed: { files: 100_000 + many * 1_000, blobs: 0 } })
      expect(report.accounted).toBe(100_000 + many * 1_000)
    }
    expect(JSON.stringify(cleanup.report({ jobId })).length).toBeLessThan(1_000_000)
    expect(await docker('images', '--quiet')).toBe('')
  },
  loading,
)

test('what stopped containers hold is asked for by name: a prune would take the tag in use', async () => {
  const [id = ''] = await load([anImage({ tags: ['in-use:a'] })])
  await docker('tag', id, 'in-use:b')
  const made = await runnableImage('run:1')
  await stoppedContainer(made)
  await docker('create', 'in-use:a', '/bin/true')
  const { shown } = await raced({ which: { type: 'unused' } }, async () => await Promise.resolve())
  expect(shown.items.map(({ verdict }) => verdict)).toEqual(['blocked', 'blocked'])
  expect(await names()).toEqual(new Set(['in-use:a', 'in-use:b', 'run:1']))
})
