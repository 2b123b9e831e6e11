import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CleanupRequest } from '@shared/domain/cleanupRequest'
import { AppFailure, appError } from '@shared/errors'
import type { JobSnapshot } from '@shared/job'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Cleanup, createCleanup } from '../../../main/cleanup'
import { planPage } from '../../../main/cleanup/pages'
import { PlanMemory } from '../../../main/cleanup/planMemory'
import { createImages, type Images } from '../../../main/images'
import { JobRegistry } from '../../../main/jobs/jobRegistry'
import type { ContainerEngine, InspectedContainer } from '../../../main/ports/containerEngine'
import { factsOf, record, row, sizesOf } from '../../builders/cleanupFacts'
import { imageId } from '../../builders/imageRow'
import { FakeEngine } from '../../fakes/fakeEngine'
import { FakeSession } from '../../fakes/fakeSession'
import { notFaked } from '../../fakes/notFaked'

let folder = ''
let engine = new FakeEngine()
let session = new FakeSession()
let jobs = new JobRegistry()
let images: Images
let cleanup: Cleanup
let pins: string[] = []
const pulls: object[] = []

const [a, b, c] = [imageId(0xa), imageId(0xb), imageId(0xc)]
const all: CleanupRequest = { which: { type: 'all' } }

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'strata-cleanup-'))
  engine = new FakeEngine()
  engine.runs = runsOf(engine)
  session = new FakeSession(engine)
  jobs = new JobRegistry()
  images = createImages({ session, jobs, cacheFolder: folder, undoSeconds: () => 0 })
  pins = []
  pulls.length = 0
  cleanup = createCleanup({
    session,
    jobs,
    images: {
      now: async (signal) => await images.now(signal),
      family: images.family,
      tag: async (input) => await images.tag(input),
    },
    pull: (options) => {
      pulls.push(options)
      return { jobId: 'job-pull' }
    },
    originOf: () => undefined,
    sizes: async () => sizesOf((await images.now()).rows),
    settings: () => ({ undoSeconds: 0, pins }),
  })
})
afterEach(async () => {
  await jobs.close()
  await images.close()
  await rm(folder, { recursive: true, force: true })
})

/** Containers as the engine's list has them; removal and nothing else. */
function runsOf(of: FakeEngine): ContainerEngine {
  return {
    ...notFaked<ContainerEngine>('runs'),
    find: async (id) => {
      const found = of.containers.get(id)
      if (found === undefined) return await Promise.resolve(undefined)
      return { ...notFaked<InspectedContainer>('container'), ...found, image: found.createdFrom }
    },
    remove: async (id, { force, keepVolumes }) => {
      of.requests.push(`rm ${id}${force ? ' force' : ''}${keepVolumes === true ? '' : ' volumes'}`)
      if (of.containers.get(id)?.running === true)
        throw new AppFailure(appError('CONTAINER_RUNNING', { container: id }))
      const had = of.containers.has(id)
      of.removeContainer(id)
      return await Promise.resolve(had)
    },
  }
}

async function ended(id: string): Promise<JobSnapshot> {
  for (;;) {
    const job = jobs.list().find((snapshot) => snapshot.id === id)
    if (job !== undefined && job.state.type !== 'running') return job
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}

async function cleaned(request: CleanupRequest, except?: string[]) {
  const { plan } = await cleanup.plan(request)
  const { jobId } = cleanup.run({ planId: plan.id, ...(except && { except }) })
  const job = await ended(jobId)
  if (job.state.type === 'running' || job.state.result?.type !== 'cleanup') throw new Error('no report')
  return { plan, job, jobId, report: job.state.result.report, rows: cleanup.report({ jobId }).rows }
}

describe('a plan', () => {
  test('of 5,000 images comes in messages below 1 MB, every line once', () => {
    const rows = Array.from({ length: 5_000 }, (_, i) =>
      row(i + 1, { tags: [`registry.example:5000/team/app-${i}:1.2.3`] }),
    )
    const kept = new PlanMemory().keep('engine', all, factsOf({ rows }))
    const seen = new Set<string>()
    for (let cursor: number | undefined = 0; cursor !== undefined; ) {
      const page = planPage(kept, cursor)
      expect(JSON.stringify(page).length).toBeLessThan(1_000_000)
      for (const { imageId: of } of page.items) seen.add(of)
      cursor = page.next
    }
    expect(seen.size).toBe(5_000)
    expect(kept.plan.summary.images.deleted).toBe(5_000)
  })

  test('is remembered for a while, then a run of it is refused', async () => {
    engine.add({ id: a }, 'app:1')
    const { plan } = await cleanup.plan(all)
    for (let i = 0; i < 8; i += 1) await cleanup.plan(all)
    expect(() => cleanup.run({ planId: plan.id })).toThrow('CLEANUP_PLAN_GONE')
    expect(() => cleanup.page({ planId: plan.id, cursor: 0 })).toThrow('CLEANUP_PLAN_GONE')
    expect(engine.images.size).toBe(1)
  })

  test('heeds the pins of the settings', async () => {
    engine.add({ id: a }, 'app:1')
    pins = ['app']
    expect((await cleanup.plan(all)).items).toMatchObject([{ verdict: 'kept', keep: { by: 'app' } }])
  })
})

describe('carrying out', () => {
  test('what was shown, and what came back beside what was said', async () => {
    engine.add({ id: a, size: 70 }, 'app:1')
    engine.add({ id: b, size: 30 }, 'web:1', 'web:2')
    const { report, job, rows } = await cleaned({ ...all, except: ['web:2'], reference: '*:[12]' })
    expect(job).toMatchObject({
      kind: 'cleanUp',
      state: { type: 'succeeded' },
      command: 'docker rmi web:1 app:1',
    })
    expect(report).toMatchObject({
      predicted: { freed: { files: 70 } },
      freed: { freed: { files: 70 } },
      accounted: 70,
      deleted: 1,
      untagged: 1,
      canGiveBack: 1,
    })
    expect(rows.map((row) => row.type === 'image' && row.giveBack[0]?.type)).toEqual(['tag', 'none'])
    expect([...engine.references.keys()]).toEqual(['web:2'])
  })

  test('without what was unticked since, planned anew on what was shown', async () => {
    engine.add({ id: a }, 'base:1')
    engine.add({ id: b, parentId: a }, 'app:1')
    const { report } = await cleaned(all, [b])
    expect(report).toMatchObject({ deleted: 0, dropped: 0, untouched: 0 })
    expect(engine.images.size).toBe(2)
  })

  test('hundreds, never more than eight at a time', async () => {
    for (let n = 1; n <= 200; n += 1) engine.add({ id: imageId(n) }, `many:${n}`)
    let now = 0
    let most = 0
    engine.before = async (request) => {
      if (!request.startsWith('remove')) return
      now += 1
      most = Math.max(most, now)
      await Promise.resolve()
      now -= 1
    }
    const { report } = await cleaned(all)
    expect(report).toMatchObject({ deleted: 200, failed: 0, untouched: 0 })
    expect(most).toBeGreaterThan(1)
    expect(most).toBeLessThanOrEqual(8)
  })

  test('every end state is looked at once', async () => {
    for (let n = 1; n <= 30; n += 1) engine.add({ id: imageId(n) }, `many:${n}`)
    const { plan } = await cleanup.plan(all)
    engine.requests.length = 0
    await ended(cleanup.run({ planId: plan.id }).jobId)
    expect(engine.requests.filter((request) => request === 'list')).toHaveLength(1)
    expect(engine.requests.filter((request) => request.startsWith('inspect'))).toHaveLength(30)
  })

  test('containers first, without force and with their volumes kept', async () => {
    engine.add({ id: a }, 'app:1')
    engine.run({ id: 'off', name: 'off', imageId: a, createdFrom: 'app:1' })
    const { report } = await cleaned({ ...all, removeContainers: ['off'] })
    expect(report).toMatchObject({ containers: 1, deleted: 1 })
    expect(engine.requests.filter((request) => /^(rm|remove) /.test(request))).toEqual([
      'rm off',
      'remove app:1',
    ])
  })

  test('a container of another image by now is left, and so is its image', async () => {
    engine.add({ id: a }, 'app:1')
    engine.add({ id: b }, 'web:1')
    engine.run({ id: 'off', name: 'off', imageId: a, createdFrom: 'app:1' })
    const { plan } = await cleanup.plan({ ...all, reference: 'app', removeContainers: ['off'] })
    engine.containers.delete('off')
    engine.run({ id: 'off', name: 'off', imageId: b, createdFrom: 'web:1' })
    const { jobId } = cleanup.run({ planId: plan.id })
    await ended(jobId)
    expect(cleanup.report({ jobId }).rows[0]).toMatchObject({
      outcome: 'left',
      error: { code: 'IMAGE_CHANGED' },
    })
    expect(engine.containers.has('off')).toBe(true)
  })

  test('exactly the records of the build cache; one on which another stands by then is left', async () => {
    engine.usage = {
      ...engine.usage,
      buildCache: [record('x'), record('y', { parents: ['x'] }), record('z')],
    }
    const { plan } = await cleanup.plan({ buildCache: {} })
    engine.usage = {
      ...engine.usage,
      buildCache: [...engine.usage.buildCache, record('new', { parents: ['z'] })],
    }
    const { jobId } = cleanup.run({ planId: plan.id })
    await ended(jobId)
    expect(cleanup.report({ jobId }).rows).toMatchObject([
      { id: 'y', outcome: 'done' },
      { id: 'z', outcome: 'left', error: { code: 'CACHE_RECORD_IN_USE' } },
      { id: 'x', outcome: 'done' },
    ])
    expect(engine.usage.buildCache.map(({ id }) => id)).toEqual(['z', 'new'])
  })

  test('an engine that is lost ends it there: what was done is told', async () => {
    for (let n = 1; n <= 40; n += 1) engine.add({ id: imageId(n) }, `many:${n}`)
    let removed = 0
    engine.before = (request) => {
      if (request.startsWith('remove')) removed += 1
      if (removed > 10) engine.broken = 'ENGINE_LOST'
    }
    const { job, report } = await cleaned(all)
    expect(job.state).toMatchObject({ type: 'failed', error: { code: 'ENGINE_LOST' } })
    expect(report.deleted + report.failed + report.untouched).toBe(40)
    expect(report.deleted).toBeLessThanOrEqual(40 - engine.images.size)
    expect(report.untouched).toBeGreaterThan(0)
    expect(report).not.toHaveProperty('accounted')
  })

  test('never on another engine than the one it was shown for', async () => {
    engine.add({ id: a }, 'app:1')
    const { plan } = await cleanup.plan(all)
    const other = new FakeEngine('classic', '28.5.2', 'ENGINE:TWO')
    other.add({ id: a }, 'app:1')
    session.turnTo('ENGINE:TWO')
    session.connect(other)
    const { jobId } = cleanup.run({ planId: plan.id })
    expect((await ended(jobId)).state).toMatchObject({ type: 'failed', error: { code: 'ENGINE_LOST' } })
    expect([engine.images.size, other.images.size]).toEqual([1, 1])
  })

  test('what the engine says is deleted but still lists is no success', async () => {
    engine.add({ id: a }, 'app:1')
    const { plan } = await cleanup.plan(all)
    engine.before = (request) => {
      if (request === `inspect ${a}`) engine.images.set(a, { ...ghost, id: a })
    }
    const { jobId } = cleanup.run({ planId: plan.id })
    await ended(jobId)
    expect(cleanup.report({ jobId }).rows).toMatchObject([{ result: { type: 'failed' } }])
  })
})

const ghost = { created: 0, size: 1, diffIds: [], labels: new Map<string, string>(), history: [], config: {} }

describe('giving back', () => {
  test('a tag of an image that is there; a pull by digest; nothing', async () => {
    const digest = `hub/app@sha256:${'d'.repeat(64)}`
    engine.add({ id: a }, 'app:1', 'app:2')
    engine.add({ id: b }, 'hub/app:1', digest)
    engine.add({ id: c }, 'mine:1')
    const { jobId, report } = await cleaned({
      which: {
        type: 'chosen',
        targets: [
          { type: 'reference', reference: 'app:1', imageId: a },
          { type: 'image', imageId: b },
          { type: 'image', imageId: c },
        ],
      },
    })
    expect(report.canGiveBack).toBe(3)
    expect(await cleanup.giveBack({ jobId, reference: 'app:1' })).toEqual({
      type: 'tagged',
      reference: 'app:1',
    })
    expect(engine.references.get('app:1')).toBe(a)
    expect(await cleanup.giveBack({ jobId, reference: 'hub/app:1' })).toEqual({
      type: 'pulling',
      jobId: 'job-pull',
    })
    expect(pulls).toEqual([{ reference: digest, tag: 'hub/app:1' }])
    await expect(cleanup.giveBack({ jobId, reference: 'mine:1' })).rejects.toThrow('GIVE_BACK_IMPOSSIBLE')
    await expect(cleanup.giveBack({ jobId, reference: 'never:1' })).rejects.toThrow('GIVE_BACK_IMPOSSIBLE')
  })

  test('is forgotten with its job', async () => {
    engine.add({ id: a }, 'app:1')
    const { jobId } = await cleaned(all)
    jobs.dismiss(jobId)
    await expect
      .poll(() => {
        try {
          return cleanup.report({ jobId }).total
        } catch (cause) {
          return cause instanceof AppFailure ? cause.error.code : cause
        }
      })
      .toBe('JOB_NOT_FOUND')
  })
})
