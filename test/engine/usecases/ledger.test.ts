import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ImageRow } from '@shared/domain/image'
import type { LedgerView } from '@shared/domain/ledger'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { createImages, type Images } from '../../../main/images'
import { JobRegistry } from '../../../main/jobs/jobRegistry'
import type { Sandbox } from '../../../scripts/sandbox/types'
import { attach, countingProxy, ownEngine } from '../adapter/support'
import { eventually, settled } from '../support/eventually'
import { anImage, build, busyboxLayer, fileLayer, imageId, importImage, load } from '../support/images'
import { type DockerOptions, docker, dockerWith, emptySandbox, sandbox, uniqueName } from '../support/sandbox'
import { allRows, pushed } from './support'

/** Destroys everything on its engine. */
beforeAll(async () => await emptySandbox())
afterAll(async () => await emptySandbox())

/** Moby keeps this many events of all kinds (daemon/events/events.go). */
const kept = 256

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'strata-ledger-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** One of its own, that runs. */
async function anotherImage(on: Pick<DockerOptions, 'on'> = {}): Promise<string> {
  const name = `${uniqueName('run')}:1`
  await load([anImage({ tags: [name], layers: [await busyboxLayer(), fileLayer('own')] })], on)
  return name
}

type Strata = { readonly images: Images; readonly quit: () => Promise<void> }

/** One run of Strata with its data in `folder`. */
async function start(folder: string, host?: string): Promise<Strata> {
  const { session } = await attach(host)
  const jobs = new JobRegistry()
  const images = createImages({ session, jobs, cacheFolder: folder, undoSeconds: () => 0 })
  let quitting: Promise<void> | undefined
  const quit = async () => {
    quitting ??= jobs.close().then(async () => {
      await images.close()
      session.close()
    })
    await quitting
  }
  onTestFinished(quit)
  // Not the list of the last time.
  await images.refresh()
  return { images, quit }
}

async function rowOf(images: Images, id: string): Promise<ImageRow> {
  const row = (await allRows(images)).find((each) => each.id === id)
  if (row === undefined) throw new Error(`no row of ${id}`)
  return row
}

async function viewOf(images: Images, id: string): Promise<LedgerView> {
  const { ledger } = await images.inspect({ image: id })
  if (ledger === undefined) throw new Error(`nothing is known of ${id}`)
  return ledger
}

const came = async (images: Images, id: string) =>
  await eventually(async () => {
    const word = (await rowOf(images, id)).ledger?.came
    if (word === undefined) throw new Error('not known')
    return word
  })

describe('while Strata watches', () => {
  test('how each image came: pull, build, load, import, commit', async () => {
    const [seed = ''] = await load([anImage({ layers: [await busyboxLayer()] })])
    const repoDigest = await pushed(seed, uniqueName('pulled'))
    const reference = repoDigest.replace(/@.*/, ':pushed')
    await docker('rmi', '--force', seed)
    const { images } = await start(aFolder())

    await docker('pull', reference)
    const pulled = await imageId(reference)
    expect(await came(images, pulled)).toBe('pull')
    expect(images.origin(pulled)).toEqual({ came: 'pull', reference, repoDigest })

    const built = await build(`${uniqueName('built')}:1`, { Dockerfile: `FROM ${reference}\nLABEL a=1` })
    expect(await came(images, built)).toBe('build')

    const [loaded = ''] = await load([anImage()])
    expect(await came(images, loaded)).toBe('load')

    const imported = await importImage(`${uniqueName('imported')}:1`, [])
    expect(await came(images, imported)).toBe('import')

    const container = await docker('create', reference, '/bin/true')
    const committed = await docker('commit', container, `${uniqueName('committed')}:1`)
    await eventually(async () => expect(await came(images, committed)).toBe('commit'))

    await docker('rm', container)
    await docker('rmi', '--force', reference)
    await eventually(async () =>
      expect((await allRows(images)).map(({ tags }) => tags).flat()).not.toContain(reference),
    )
    expect(images.origin(pulled)).toMatchObject({ came: 'pull', repoDigest })
  })

  test('a container that is gone at once was a use all the same', async () => {
    const image = await anotherImage()
    const id = await imageId(image)
    const { images } = await start(aFolder())
    const before = (await rowOf(images, id)).ledger
    await docker('run', '--rm', '--name', 'short-lived', image, '/bin/true')
    await eventually(async () => {
      const { lastUse, unusedSince } = await viewOf(images, id)
      expect(lastUse).toMatchObject({ how: 'ended', container: 'short-lived' })
      expect(unusedSince).toBe(lastUse?.at)
      expect(unusedSince).toBeGreaterThan(before?.unusedSince ?? Number.POSITIVE_INFINITY)
    })
  })

  test('while a container runs it is in use; its end is the last use', async () => {
    const image = await anotherImage()
    const id = await imageId(image)
    const { images } = await start(aFolder())
    await docker('run', '--detach', '--name', 'long-lived', image, '/bin/sleep', '1000')
    await eventually(async () => {
      const row = await rowOf(images, id)
      expect(row.running).toBe(1)
      expect(row.ledger).not.toHaveProperty('unusedSince')
    })
    await docker('kill', 'long-lived')
    const ended = await eventually(async () => {
      const { lastUse, unusedSince } = await viewOf(images, id)
      expect(lastUse).toMatchObject({ how: 'ended', container: 'long-lived' })
      return { at: lastUse?.at, unusedSince }
    })
    expect(ended.unusedSince).toBe(ended.at)
    await docker('rm', 'long-lived')
  })
})

describe('while Strata is away', () => {
  test('what happened is told by the engine afterwards, and nothing was missed', async () => {
    const image = await anotherImage()
    const id = await imageId(image)
    const folder = aFolder()
    const first = await start(folder)
    await docker('tag', image, `${uniqueName()}:1`)
    await eventually(async () => expect((await rowOf(first.images, id)).tags).toHaveLength(2))
    const before = await viewOf(first.images, id)
    await first.quit()
    expect(readdirSync(folder).filter((name) => name.startsWith('ledger-'))).toHaveLength(1)

    await docker('run', '--rm', image, '/bin/true')
    const [loaded = ''] = await load([anImage()])
    const away = Date.now()
    const second = await start(folder)
    const after = await viewOf(second.images, id)
    expect(after.lastUse).toMatchObject({ how: 'ended' })
    expect(after.lastUse?.at).toBeGreaterThan(before.unusedSince ?? Number.POSITIVE_INFINITY)
    expect(after.lastUse?.at).toBeLessThanOrEqual(away)
    expect(after.unusedSince).toBe(after.lastUse?.at)
    expect(after.gapsTotal).toBe(0)
    expect(await viewOf(second.images, loaded)).toMatchObject({ came: { by: 'load' }, gaps: [] })
    await second.quit()

    const third = await start(folder)
    expect(await viewOf(third.images, id)).toEqual(after)
  })

  test('more happened than the engine remembers: a gap, and nothing is claimed of it', async () => {
    const image = await anotherImage()
    const id = await imageId(image)
    const folder = aFolder()
    const first = await start(folder)
    await docker('tag', image, `${uniqueName()}:1`)
    await eventually(async () => expect((await rowOf(first.images, id)).tags).toHaveLength(2))
    await first.quit()
    const left = Date.now()
    await docker('run', '--rm', image, '/bin/true')
    const used = Date.now()
    const other = await anotherImage()
    const { socketPath } = sandbox()
    await manyEvents(socketPath, other, kept + 20)

    const second = await start(folder)
    const view = await viewOf(second.images, id)
    const [gap] = view.gaps
    expect(view.gapsTotal).toBe(1)
    expect(gap?.from).toBeLessThanOrEqual(left)
    expect(gap?.to).toBeGreaterThanOrEqual(used)
    expect(view.unusedSince).toBe(gap?.to)
    // It was used in the gap, which nobody can know now.
    expect(view.lastUse).toBeUndefined()
  })
})

describe('an engine that is started anew', () => {
  let own: Sandbox | undefined
  beforeAll(async () => {
    own = await ownEngine()
  })
  afterAll(async () => await own?.close())

  test('forgets what happened: a gap', async () => {
    if (own?.engineProcess === undefined) throw new Error('the engine of this run is not ours to stop')
    const { info, engineProcess } = own
    const on = { on: info }
    const image = await anotherImage(on)
    const id = await imageId(image, on)
    const folder = aFolder()
    const first = await start(folder, info.host)
    await dockerWith(on, 'tag', image, `${uniqueName()}:1`)
    await eventually(async () => expect((await rowOf(first.images, id)).tags).toHaveLength(2))
    await first.quit()
    const left = Date.now()
    await dockerWith(on, 'run', '--rm', image, '/bin/true')
    const used = Date.now()
    await engineProcess.restart()

    const second = await start(folder, info.host)
    const view = await viewOf(second.images, id)
    expect(view.gapsTotal).toBe(1)
    expect(view.gaps[0]?.from).toBeLessThanOrEqual(left)
    expect(view.unusedSince).toBeGreaterThanOrEqual(used)

    // And under a Strata that runs.
    await engineProcess.restart()
    await eventually(async () => expect((await viewOf(second.images, id)).gapsTotal).toBe(2))
  })

  test('the end of a container that nobody watched is asked for once ever', async () => {
    if (own?.engineProcess === undefined) throw new Error('the engine of this run is not ours to stop')
    const { info, engineProcess } = own
    const on = { on: info }
    const image = await anotherImage(on)
    const id = await imageId(image, on)
    const container = await dockerWith(on, 'create', image, '/bin/true')
    await dockerWith(on, 'start', '--attach', container)
    await engineProcess.restart()
    const finished = await dockerWith(on, 'inspect', '--format', '{{.State.FinishedAt}}', container)
    const folder = aFolder()
    for (const asked of [1, 0]) {
      const proxy = await countingProxy(info.socketPath)
      const { images, quit } = await start(folder, proxy.host)
      await eventually(async () => {
        const { lastUse } = await viewOf(images, id)
        expect(lastUse?.how).toBe('ended')
        expect(Math.abs((lastUse?.at ?? 0) - Date.parse(finished))).toBeLessThan(5_000)
      })
      await settled(() => proxy.requests.length, 500)
      const looks = proxy.requests.filter((line) => line.includes(`/containers/${container}/json`))
      const pasts = proxy.requests.filter((line) => /\/events\?.*until=/.test(line))
      expect([looks.length, pasts.length]).toEqual([asked, 1])
      await quit()
    }
  })
})

/** Tags one image again and again: an event each. */
async function manyEvents(socketPath: string, image: string, count: number): Promise<void> {
  const { request } = await import('node:http')
  const name = encodeURIComponent(uniqueName('busy'))
  for (let i = 0; i < count; i += 1) {
    await new Promise<void>((resolve, reject) => {
      const path = `/images/${encodeURIComponent(image)}/tag?repo=${name}&tag=t`
      request({ socketPath, path, method: 'POST' }, (answer) => answer.resume().on('end', resolve))
        .on('error', reject)
        .end()
    })
  }
}
