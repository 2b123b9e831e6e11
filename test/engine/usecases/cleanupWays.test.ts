import type { CleanupRequest } from '@shared/domain/cleanupRequest'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { anImage, build, imageId, load, runnableImage, stoppedContainer } from '../support/images'
import { docker, dockerResult, emptySandbox, sandbox } from '../support/sandbox'
import { allCleanupRows, app, classicBuild, cleanedBy, ended, pushed, wholePlan } from './support'

/** Destroys everything on its engine. */
beforeAll(async () => await emptySandbox())
afterEach(async () => await emptySandbox())

async function cleaned(request: CleanupRequest) {
  const it = await app()
  const shown = await wholePlan(it.cleanup, request)
  const { jobId } = it.cleanup.run({ planId: shown.plan.id })
  const job = await ended(it.jobs, jobId)
  return { ...it, shown, job, jobId, rows: allCleanupRows(it.cleanup, jobId), report: cleanedBy(job) }
}

async function has(reference: string): Promise<boolean> {
  return (await dockerResult(['image', 'inspect', reference])).code === 0
}

describe('given back', () => {
  test('a tag whose image is still there is set again', async () => {
    const [id = ''] = await load([anImage({ tags: ['app:1'] })])
    await docker('tag', id, 'app:2')
    const { cleanup, jobId, rows } = await cleaned({ which: { type: 'all' }, reference: 'app:1' })
    expect(rows).toMatchObject([{ giveBack: [{ type: 'tag', reference: 'app:1', imageId: id }] }])
    expect(await cleanup.giveBack({ jobId, reference: 'app:1' })).toEqual({
      type: 'tagged',
      reference: 'app:1',
    })
    expect(await imageId('app:1')).toBe(id)
  })

  test('not when another image has the name by now', async () => {
    const [id = ''] = await load([anImage({ tags: ['app:1'] }), anImage({ tags: ['other:1'] })])
    await docker('tag', id, 'app:2')
    const { cleanup, jobId } = await cleaned({ which: { type: 'all' }, reference: 'app:1' })
    await docker('tag', 'other:1', 'app:1')
    const given = cleanup.giveBack({ jobId, reference: 'app:1' })
    await expect(given).rejects.toMatchObject({ error: { code: 'IMAGE_CHANGED' } })
    expect(await imageId('app:1')).toBe(await imageId('other:1'))
  })

  test('what a registry has is pulled by its digest and gets its tag', async () => {
    const [id = ''] = await load([anImage({ tags: ['here:1'] })])
    const digest = await pushed(id, 'team/back')
    const name = digest.replace(/@.*/, ':pushed')
    await docker('rmi', 'here:1', name)
    await docker('pull', name)
    const { cleanup, jobs, jobId, rows } = await cleaned({ which: { type: 'all' } })
    expect(await has(name)).toBe(false)
    const ways = rows.flatMap((row) => (row.type === 'image' ? row.giveBack : []))
    expect(ways.find(({ reference }) => reference === name)).toEqual({
      type: 'pull',
      reference: name,
      from: digest,
    })
    const given = await cleanup.giveBack({ jobId, reference: name })
    if (given.type !== 'pulling') return expect.fail('no pull')
    expect((await ended(jobs, given.jobId)).state.type).toBe('succeeded')
    expect(await has(name)).toBe(true)
    expect(await imageId(name)).toBe(id)
  })

  test('what was made here and is gone can not, and it is said', async () => {
    await load([anImage({ tags: ['local:1'] })])
    const { cleanup, jobId, rows, report } = await cleaned({ which: { type: 'all' } })
    expect(rows).toMatchObject([{ giveBack: [{ type: 'none', reference: 'local:1' }] }])
    expect(report.canGiveBack).toBe(0)
    const given = cleanup.giveBack({ jobId, reference: 'local:1' })
    await expect(given).rejects.toMatchObject({ error: { code: 'GIVE_BACK_IMPOSSIBLE' } })
  })
})

describe('chosen by hand', () => {
  test('an intermediate image is blocked by its child, by name', async () => {
    await load([anImage({ tags: ['base:1'] })])
    const middle = await classicBuild('FROM base:1\nLABEL a=1')
    await classicBuild('FROM base:1\nLABEL a=1\nLABEL b=2', 'child:1')
    const request: CleanupRequest = {
      which: { type: 'chosen', targets: [{ type: 'image', imageId: middle }] },
    }
    const { shown, report } = await cleaned(request)
    expect(shown.items).toMatchObject([
      { verdict: 'blocked', blocker: { type: 'children', children: [{ name: 'child:1' }] } },
    ])
    expect(report.deleted).toBe(0)
    expect(await has(middle)).toBe(true)
  })

  test('an untagged parent that is pinned stays when its last child goes', async () => {
    await load([anImage({ tags: ['base:1'] })])
    const middle = await classicBuild('FROM base:1\nLABEL a=1')
    await classicBuild('FROM base:1\nLABEL a=1\nLABEL b=2', 'child:1')
    const { report } = await cleaned({ which: { type: 'all' }, reference: 'child', never: [middle] })
    expect(report).toMatchObject({ deleted: 1, failed: 0, dropped: 0 })
    expect([await has('child:1'), await has(middle)]).toEqual([false, true])
  })

  test('by repository@digest', async () => {
    const [id = ''] = await load([anImage({ tags: ['app:1'] })])
    const digest = await pushed(id, 'team/app')
    const request: CleanupRequest = {
      which: { type: 'chosen', targets: [{ type: 'reference', reference: digest, imageId: id }] },
    }
    const containerd = sandbox().store === 'containerd'
    const { shown } = await cleaned(request)
    const tag = digest.replace(/@.*/, ':pushed')
    // A digest names its whole repository there: the tag would go with it, and nobody asked for that.
    expect(shown.items).toMatchObject([
      containerd
        ? { verdict: 'blocked', blocker: { type: 'otherNames', references: [tag] } }
        : { verdict: 'untagged', untagged: [digest] },
    ])
    expect(await has(tag)).toBe(true)
  })

  test('by force, from under a stopped container', async () => {
    const name = await runnableImage('app:1')
    const id = await imageId(name)
    await stoppedContainer(name)
    const which = { type: 'chosen' as const, targets: [{ type: 'image' as const, imageId: id }], force: true }
    const { report } = await cleaned({ which })
    expect(report).toMatchObject({ deleted: 1, failed: 0, dropped: 0 })
    expect(await has(id)).toBe(false)
  })
})

test('stopped containers that were agreed to go first; their anonymous volumes stay', async () => {
  const name = await runnableImage('app:1')
  const id = await docker('create', '--volume', '/data', '--name', 'holder', name, '/bin/true')
  const volume = await docker('inspect', '--format', '{{(index .Mounts 0).Name}}', id)
  const { shown, report } = await cleaned({ which: { type: 'unused' }, removeContainers: [id] })
  expect(shown.plan.containers).toMatchObject([{ name: 'holder' }])
  expect(report).toMatchObject({ containers: 1, deleted: 1, dropped: 0, failed: 0 })
  expect(await docker('volume', 'ls', '--quiet')).toContain(volume)
  await docker('volume', 'rm', volume)
})

/** A client without BuildKit builds classically; 20.10's packages come without buildx. */
const buildKit = { env: { DOCKER_BUILDKIT: '1' }, args: ['--network', 'none'] }

test('an image and its build cache: exactly the records that were shown, leaves first', async () => {
  const base = await runnableImage('base:1')
  const files = { one: 'a'.repeat(50_000), two: 'b'.repeat(60_000) }
  await build('app:1', { Dockerfile: `FROM ${base}\nCOPY one /one\nCOPY two /two\n`, ...files }, buildKit)
  const client = (await app()).client()
  const before = await client.buildCache({})
  expect(before.length).toBeGreaterThan(0)
  const keep = before.find(({ type }) => type !== 'regular')?.id ?? 'none'
  const { shown, rows, report } = await cleaned({
    which: { type: 'all' },
    reference: 'app',
    buildCache: { all: true },
    except: [keep],
  })
  const promised = shown.cache.filter(({ verdict }) => verdict === 'removed').map(({ id }) => id)
  expect(promised.length).toBeGreaterThan(0)
  const left = (await client.buildCache({})).map(({ id }) => id)
  expect(left.toSorted()).toEqual(
    before
      .map(({ id }) => id)
      .filter((id) => !promised.includes(id))
      .toSorted(),
  )
  expect(report).toMatchObject({ deleted: 1, cache: promised.length, dropped: 0, failed: 0 })
  expect(rows.filter(({ type }) => type === 'cache')).toHaveLength(promised.length)
  expect(await has('base:1')).toBe(true)
})
