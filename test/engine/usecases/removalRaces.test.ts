import { setTimeout as sleep } from 'node:timers/promises'
import type { RemovalStep } from '@shared/domain/removal'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { ownEngine } from '../adapter/support'
import { anImage, fileLayer, imageId, load, runnableImage, runningContainer } from '../support/images'
import { docker, dockerWith, emptySandbox, sandbox } from '../support/sandbox'
import { app, ended, reportOf } from './support'

/** Destroys everything on its engine. */
beforeAll(async () => await emptySandbox())
afterEach(async () => await emptySandbox())

async function planned(reference: string, force = false) {
  const it = await app()
  const target = { type: 'reference' as const, reference, imageId: await imageId(reference) }
  const [item] = (await it.images.removePlan({ targets: [target] })).items
  const outcome = force ? item?.forced : item?.plain
  if (outcome === undefined || outcome.type === 'refused') throw new Error(`refused: ${JSON.stringify(item)}`)
  const step: RemovalStep = { target, force, expected: outcome.type }
  const run = async () => {
    const { jobId } = await it.images.remove({ steps: [step], undoSeconds: 0 })
    return reportOf(await ended(it.jobs, jobId)).results[0]
  }
  return { ...it, run, step }
}

describe('between the answer and the deed', () => {
  test('the tag moved: it is dropped, and nobody loses anything', async () => {
    await load([anImage({ tags: ['app:1'] }), anImage({ tags: ['other:1'] })])
    const { run } = await planned('app:1')
    await docker('tag', 'other:1', 'app:1')
    expect(await run()).toMatchObject({ type: 'dropped', error: { code: 'IMAGE_CHANGED' } })
    expect(await imageId('app:1')).toBe(await imageId('other:1'))
  })

  test('a container came: it is dropped and the container named', async () => {
    const reference = await runnableImage('app:1')
    await docker('tag', reference, 'app:2')
    const { run } = await planned('app:1')
    await runningContainer('app:1', '--name', 'newcomer')
    expect(await run()).toMatchObject({
      type: 'dropped',
      error: { code: 'IMAGE_IN_USE_RUNNING', params: { container: 'newcomer' } },
    })
    expect(await imageId('app:1')).toBe(await imageId('app:2'))
  })

  test('the container of a forced removal was started: it is dropped', async () => {
    await runnableImage('app:1')
    const container = await docker('create', '--name', 'sleeper', 'app:1', '/bin/sleep', '1000')
    if (sandbox().store === 'containerd') return
    const { run } = await planned('app:1', true)
    await docker('start', container)
    expect(await run()).toMatchObject({ type: 'dropped', error: { code: 'IMAGE_CHANGED' } })
    expect(await imageId('app:1')).toMatch(/^sha256:/)
  })

  test('the other tags went: what would now be deleted was only to be untagged, so it stays', async () => {
    await load([anImage({ tags: ['app:1'] })])
    await docker('tag', 'app:1', 'app:2')
    const { run } = await planned('app:1')
    await docker('rmi', 'app:2')
    expect(await run()).toMatchObject({ type: 'dropped', error: { code: 'IMAGE_CHANGED' } })
    expect(await imageId('app:1')).toMatch(/^sha256:/)
  })

  test('a forced removal by id takes no name that was not shown', async () => {
    const [id = ''] = await load([anImage({ tags: ['app:1'] })])
    await docker('tag', id, 'other:1')
    const { images, jobs } = await app()
    const target = { type: 'image' as const, imageId: id }
    const plan = await images.removePlan({ targets: [target] })
    expect(plan.items[0]?.forced).toMatchObject({ type: 'deleted' })
    await docker('tag', id, 'unseen:1')
    const { jobId } = await images.remove({ steps: [{ target, force: true, expected: 'deleted' }] })
    const [result] = reportOf(await ended(jobs, jobId)).results
    expect(result).toMatchObject({ type: 'dropped', error: { code: 'IMAGE_CHANGED' } })
    for (const name of ['app:1', 'other:1', 'unseen:1']) expect(await imageId(name)).toBe(id)
  })

  test('it is gone already: what was wanted is true', async () => {
    await load([anImage({ tags: ['app:1'] })])
    const { run } = await planned('app:1')
    await docker('rmi', 'app:1')
    expect(await run()).toMatchObject({ type: 'gone' })
  })

  test('undone in time: nothing was asked of the engine', async () => {
    await load([anImage({ tags: ['app:1'] })])
    const { images, jobs, step } = await planned('app:1')
    const { jobId } = await images.remove({ steps: [step], undoSeconds: 60 })
    await sleep(50)
    expect(jobs.cancel(jobId).state).toEqual({ type: 'cancelled' })
    expect(await imageId('app:1')).toMatch(/^sha256:/)
  })
})

test('200 images at once, shared layers: all done, none falsely failed, bytes given back', async () => {
  const shared = fileLayer('shared', 100_000, 'shared')
  const specs = Array.from({ length: 200 }, (_, i) =>
    anImage({ tags: [`many:${i}`], layers: [shared, fileLayer('own', 1_000)] }),
  )
  const ids = await load(specs)
  const { images, jobs } = await app()
  const targets = ids.map((id, i) => ({
    type: 'reference' as const,
    reference: `many:${i}`,
    imageId: id,
  }))
  const plan = await images.removePlan({ targets })
  const steps = plan.items.map(({ target }): RemovalStep => ({ target, force: false, expected: 'deleted' }))
  const { jobId } = await images.remove({ steps })
  const report = reportOf(await ended(jobs, jobId))
  expect(report.results.filter(({ type }) => type !== 'done')).toEqual([])
  expect(await docker('images', '--quiet')).toBe('')
  if (sandbox().store === 'classic') expect(report.freedBytes).toBe(100_000 + 200 * 1_000)
})

test('the engine dies between two deletions: the rest is untouched, and it says so', async () => {
  const own = await ownEngine()
  if (own?.engineProcess === undefined) return
  try {
    const on = own.info
    const specs = Array.from({ length: 60 }, (_, i) => anImage({ tags: [`doomed:${i}`] }))
    const ids = await load(specs, { on })
    const { images, jobs } = await app(on.host)
    const steps = ids.map(
      (id, i): RemovalStep => ({
        target: { type: 'reference', reference: `doomed:${i}`, imageId: id },
        force: false,
        expected: 'deleted',
      }),
    )
    await images.removePlan({ targets: steps.map(({ target }) => target) })
    const { jobId } = await images.remove({ steps })
    for (;;) {
      const state = jobs.list().find(({ id }) => id === jobId)?.state
      if (state?.type !== 'running') break
      if (state.progress.phase === 'working' && state.progress.done >= 5) break
      await sleep(2)
    }
    await own.engineProcess.kill9()
    const job = await ended(jobs, jobId)
    expect(job.state.type).toBe('failed')
    const { results } = reportOf(job)
    const count = (type: string) => results.filter((result) => result.type === type).length
    expect(count('untouched')).toBeGreaterThan(0)
    expect(count('failed')).toBeLessThanOrEqual(8)
    await own.engineProcess.restart()
    const left = new Set(
      (await dockerWith({ on }, 'images', '--format', '{{.Repository}}:{{.Tag}}')).split('\n'),
    )
    results.forEach((result, i) => {
      if (result.type === 'done') expect(left.has(`doomed:${i}`)).toBe(false)
      if (result.type === 'untouched') expect(left.has(`doomed:${i}`)).toBe(true)
    })
  } finally {
    await own.close()
  }
})
