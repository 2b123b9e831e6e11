import { setTimeout as sleep } from 'node:timers/promises'
import { AppFailure } from '@shared/errors'
import { beforeAll, describe, expect, it } from 'vitest'
import { pullImage } from '../../../main/transfers/pullImage'
import { pushImage } from '../../../main/transfers/pushImage'
import { engine, errorOf } from '../adapter/support'
import { eventually } from '../support/eventually'
import { anImage, busyboxLayer, danglingImage, fileLayer, imageId, load } from '../support/images'
import { docker, dockerResult, sandbox, uniqueName } from '../support/sandbox'
import { account, credentialsFor, heavyLayer, slowRegistry, watched } from './support'

const none = credentialsFor()

async function pushed(host: string, layers = 1, heavy = 0): Promise<{ reference: string; id: string }> {
  const name = `${uniqueName('pull')}`
  const reference = `${host}/${name}:1`
  const parts = Array.from({ length: layers }, (_, i) => fileLayer(`part-${i}`, 20_000))
  const [id = ''] = await load([
    anImage({ tags: [reference], layers: [...parts, ...(heavy > 0 ? [heavyLayer(heavy)] : [])] }),
  ])
  await docker('push', reference)
  return { reference, id }
}

async function gone(reference: string): Promise<boolean> {
  return (await dockerResult(['image', 'inspect', reference])).code !== 0
}

let open = ''
let guarded = ''
beforeAll(() => {
  open = sandbox().registry?.host ?? ''
  guarded = sandbox().htpasswdRegistry?.host ?? ''
})

describe('pull', () => {
  it('brings the image with its digest, its layers by name and one bar that only goes forward', async () => {
    const { reference } = await pushed(open, 3)
    const before = JSON.parse(await docker('image', 'inspect', reference))[0]
    await docker('rmi', reference)
    const { job, views, lines } = watched()
    const client = await engine()
    const report = await pullImage({ client, credentials: none }, { reference }, job)
    const after = JSON.parse(await docker('image', 'inspect', reference))[0]
    expect(report).toMatchObject({
      reference,
      canonical: reference,
      imageId: before.Id,
      status: 'downloaded',
      layers: { total: 3, exists: 0, done: 3 },
    })
    expect(after.RepoDigests).toContain(`${reference.slice(0, -2)}@${report.digest}`)
    expect(report.size).toBe(after.Size)
    const fractions = views.map(({ fraction }) => fraction)
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b))
    expect(fractions.at(-1)).toBe(1)
    expect(views.at(-1)?.layers.map(({ phase }) => phase)).toEqual(['done', 'done', 'done'])
    expect(lines).toContain('Downloaded newer image')
    const again = await pullImage({ client, credentials: none }, { reference }, watched().job)
    expect(again).toMatchObject({ status: 'upToDate', imageId: before.Id, digest: report.digest })
  })

  it('counts layers that are here already', async () => {
    const base = fileLayer('base', 50_000)
    const [one, two] = [`${open}/${uniqueName('base')}:1`, `${open}/${uniqueName('base')}:1`]
    await load([
      anImage({ tags: [one], layers: [base] }),
      anImage({ tags: [two], layers: [base, fileLayer('own')] }),
    ])
    await docker('push', one)
    await docker('push', two)
    await docker('rmi', one, two)
    const client = await engine()
    await pullImage({ client, credentials: none }, { reference: one }, watched().job)
    const { layers } = await pullImage({ client, credentials: none }, { reference: two }, watched().job)
    expect(layers).toEqual({ total: 2, exists: 1, done: 1 })
  })

  it('pulls by digest', async () => {
    const { reference, id } = await pushed(open)
    const digest = JSON.parse(await docker('image', 'inspect', reference))[0].RepoDigests[0].split('@')[1]
    await docker('rmi', reference)
    const name = `${reference.slice(0, -2)}@${digest}`
    const report = await pullImage(
      { client: await engine(), credentials: none },
      { reference: name },
      watched().job,
    )
    expect(report).toMatchObject({ digest, reference: name, imageId: id })
  })

  it('gives the credential of a registry to that registry alone', async () => {
    const { reference } = await pushed(open)
    const client = await engine()
    const credentials = credentialsFor(account())
    await pullImage({ client, credentials }, { reference }, watched().job)
    expect(credentials.asked).toEqual([open])
    const name = `${guarded}/${uniqueName('guarded')}`
    await docker('tag', reference, `${name}:1`)
    const id = await imageId(reference)
    const options = { imageId: id, repository: name, tags: ['1'], removeMadeOnFailure: true }
    const outcome = await pushImage({ client, credentials }, options, watched().job)
    expect(outcome.error).toBeUndefined()
    await docker('rmi', `${name}:1`)
    expect(
      await errorOf(pullImage({ client, credentials: none }, { reference: `${name}:1` }, watched().job)),
    ).toMatchObject({ code: 'REGISTRY_UNAUTHORIZED', params: { host: guarded } })
    const wrong = credentialsFor({ [guarded]: { username: 'strata', secret: 'wrong', kind: 'password' } })
    expect(
      await errorOf(pullImage({ client, credentials: wrong }, { reference: `${name}:1` }, watched().job)),
    ).toMatchObject({ code: 'REGISTRY_UNAUTHORIZED' })
    const report = await pullImage({ client, credentials }, { reference: `${name}:1` }, watched().job)
    expect(report.status).toBe('downloaded')
  })

  it('says that a platform is missing, whatever the engine makes of it', async () => {
    const { reference } = await pushed(open)
    await docker('rmi', reference)
    const error = await errorOf(
      pullImage(
        { client: await engine(), credentials: none },
        { reference, platform: 'linux/s390x' },
        watched().job,
      ),
    )
    expect(error).toMatchObject({ code: 'PLATFORM_MISSING', params: { platform: 'linux/s390x' } })
  })

  it('stops the engine when cancelled: no more bytes, no image, and the other pull goes on', async () => {
    const one = await pushed(open, 1, 6)
    const two = await pushed(open, 1, 2)
    await docker('rmi', one.reference, two.reference)
    const slow = await slowRegistry(1_500_000)
    const via = (reference: string) => reference.replace(open, slow.host)
    const client = await engine()
    const first = watched()
    const second = watched()
    const cancelled = pullImage({ client, credentials: none }, { reference: via(one.reference) }, first.job)
    const kept = pullImage({ client, credentials: none }, { reference: via(two.reference) }, second.job)
    await eventually(() => expect(first.views.at(-1)?.bytes.moved).toBeGreaterThan(300_000))
    first.cancel()
    await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' })
    const report = await kept
    expect(report.status).toBe('downloaded')
    await eventually(() => expect(slow.open()).toBe(0))
    const moved = slow.moved()
    await sleep(800)
    expect(slow.moved()).toBe(moved)
    expect(await gone(via(one.reference))).toBe(true)
    expect(first.views.at(-1)?.fraction).toBeLessThan(1)
    // And the same pull works afterwards.
    await pullImage({ client, credentials: none }, { reference: one.reference }, watched().job)
  })

  it('refuses what is no reference before asking anyone', async () => {
    const client = await engine()
    await expect(
      pullImage({ client, credentials: none }, { reference: 'Bad/Name' }, watched().job),
    ).rejects.toBeInstanceOf(AppFailure)
  })
})

describe('push', () => {
  it('tags and pushes in one act; the second tag finds every layer there, with the same digest', async () => {
    const [id = ''] = await load([anImage({ layers: [await busyboxLayer(), fileLayer('app')] })])
    const repository = `${open}/${uniqueName('push')}`
    const client = await engine()
    const { job, views } = watched()
    const options = { imageId: id, repository, tags: ['latest', '0.1'], removeMadeOnFailure: true }
    const outcome = await pushImage({ client, credentials: none }, options, job)
    expect(outcome).toMatchObject({ result: { type: 'push' } })
    if (outcome.result.type !== 'push') throw new Error('no report')
    const { pushed: tags, made, missing } = outcome.result.report
    expect(made).toEqual([`${repository}:latest`, `${repository}:0.1`])
    expect(missing).toEqual([])
    const [first, second] = tags
    expect(first).toMatchObject({ tag: 'latest', digest: expect.stringMatching(/^sha256:/) })
    expect(first?.size).toBeGreaterThan(300)
    expect(second).toMatchObject({
      digest: first?.digest,
      size: first?.size,
      layers: { total: 2, exists: 2, done: 0 },
    })
    const fractions = views.map(({ fraction }) => fraction)
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b))
    await docker('rmi', `${repository}:latest`, `${repository}:0.1`)
    await docker('pull', `${repository}:0.1`)
  })

  it('takes back the names that it made when a push fails, and moved ones to whom they belonged', async () => {
    const repository = `${guarded}/${uniqueName('undo')}`
    const [old = '', id = ''] = await load([
      anImage({ tags: [`${repository}:taken`] }),
      anImage({ tags: [`${uniqueName()}:keep`] }),
    ])
    const client = await engine()
    const options = { imageId: id, repository, tags: ['new', 'taken'], removeMadeOnFailure: true }
    const unseen = await pushImage({ client, credentials: none }, options, watched().job)
    expect(unseen.error).toMatchObject({ code: 'IMAGE_CHANGED' })
    const owners = new Map([['taken', old]])
    const outcome = await pushImage({ client, credentials: none }, { ...options, owners }, watched().job)
    expect(outcome.error).toMatchObject({ code: 'REGISTRY_UNAUTHORIZED' })
    expect(outcome.result).toMatchObject({ report: { pushed: [], made: [], missing: ['new', 'taken'] } })
    expect(await gone(`${repository}:new`)).toBe(true)
    expect(await imageId(`${repository}:taken`)).toBe(old)
    const kept = await pushImage(
      { client, credentials: none },
      { ...options, tags: ['new'], removeMadeOnFailure: false },
      watched().job,
    )
    expect(kept.result).toMatchObject({ report: { made: [`${repository}:new`] } })
    expect(await imageId(`${repository}:new`)).toBe(id)
  })

  it('keeps the only name of an image, since without it the image would be gone', async () => {
    const id = await danglingImage()
    const repository = `${guarded}/${uniqueName('only')}`
    const options = { imageId: id, repository, tags: ['1'], removeMadeOnFailure: true }
    const outcome = await pushImage({ client: await engine(), credentials: none }, options, watched().job)
    expect(outcome.error).toBeDefined()
    expect(outcome.result).toMatchObject({ report: { made: [`${repository}:1`] } })
    expect(await imageId(id)).toBe(id)
  })

  it('stops when cancelled, and the tag does not appear in the registry', async () => {
    const slow = await slowRegistry(1_000_000)
    const repository = `${slow.host}/${uniqueName('cancel')}`
    const [id = ''] = await load([anImage({ layers: [heavyLayer(6)] })])
    const client = await engine()
    const { job, cancel, views } = watched()
    const options = { imageId: id, repository, tags: ['1'], removeMadeOnFailure: true }
    const running = pushImage({ client, credentials: none }, options, job)
    await eventually(() => expect(slow.moved()).toBeGreaterThan(300_000))
    cancel()
    const outcome = await running
    expect(outcome).toMatchObject({
      stopped: true,
      result: { report: { pushed: [], made: [], missing: ['1'] } },
    })
    expect(views.at(-1)?.fraction).toBeLessThan(1)
    // What the engine had sent before lies in buffers on the way and still passes by.
    await eventually(() => expect(slow.open()).toBe(0))
    const open = repository.replace(slow.host, sandbox().registry?.host ?? '')
    expect((await dockerResult(['pull', `${open}:1`])).code).not.toBe(0)
    const again = await pushImage(
      { client, credentials: none },
      { ...options, repository: open },
      watched().job,
    )
    expect(again.error).toBeUndefined()
  })
})
