import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { EngineClient, ListedImage } from '../../../main/ports/engineClient'
import { eventually } from '../support/eventually'
import {
  anImage,
  build,
  busyboxLayer,
  fileLayer,
  load,
  runnableImage,
  runningContainer,
  stoppedContainer,
} from '../support/images'
import { docker, dockerWith, emptySandbox, sandbox, uniqueName } from '../support/sandbox'
import { attach, engine, errorOf } from './support'

const isContainerd = () => sandbox().store === 'containerd'

beforeAll(async () => await emptySandbox())
afterAll(async () => await emptySandbox())

async function listed(client: EngineClient, id: string): Promise<ListedImage | undefined> {
  return (await client.listImages({})).find((image) => image.id === id)
}

describe('reading', () => {
  test('an image, as list and inspect tell it', async () => {
    const client = await engine()
    const tags = [`${uniqueName()}:1`, `${uniqueName()}:Two`]
    const config = {
      Entrypoint: ['/bin/sh', '-c', 'echo'],
      Cmd: ['a', 'b'],
      Env: ['PATH=/bin', 'EMPTY=', 'X=a=b'],
      ExposedPorts: { '80/tcp': {} },
      Volumes: { '/data': {} },
      User: 'me',
      WorkingDir: '/w',
      StopSignal: 'SIGQUIT',
      Shell: ['/bin/bash', '-c'],
      OnBuild: ['RUN x'],
      Healthcheck: { Test: ['CMD-SHELL', 'true'], Interval: 2_000_000_000, Retries: 4 },
      Labels: JSON.parse('{"__proto__":"p","constructor":"c","<b>":"\\u001b[31m\\u202e"}'),
    }
    const spec = anImage({ tags, author: 'somebody', config })
    const [id = ''] = await load([spec])
    const labels = new Map([
      ['<b>', '\u001b[31m\u202e'],
      ['__proto__', 'p'],
      ['constructor', 'c'],
    ])
    const row = await listed(client, id)
    expect(row).toMatchObject({ id, created: Date.parse('2026-03-01T12:00:00Z'), labels })
    expect(row?.tags.toSorted()).toEqual(tags.toSorted())
    expect(row?.size).toBeGreaterThanOrEqual(1000)
    const image = await client.inspectImage(tags[0] ?? '', {})
    expect(image).toMatchObject({
      id,
      created: Date.parse('2026-03-01T12:00:00Z'),
      os: 'linux',
      author: 'somebody',
      diffIds: spec.steps.flatMap(({ layer }) => layer?.diffId ?? []),
      config: {
        entrypoint: config.Entrypoint,
        cmd: config.Cmd,
        env: config.Env,
        exposedPorts: ['80/tcp'],
        volumes: ['/data'],
        user: 'me',
        workdir: '/w',
        stopSignal: 'SIGQUIT',
        shell: config.Shell,
        onBuild: config.OnBuild,
        healthcheck: { test: ['CMD-SHELL', 'true'], interval: 2_000_000_000, retries: 4 },
        labels,
      },
    })
    expect(await client.rawInspect(id, {})).toMatchObject({ Id: id, Config: { User: 'me' } })
    expect(await client.inspectImage(id.slice(7, 19), {})).toMatchObject({ id })
  })

  test('history: newest first, empty steps in it', async () => {
    const client = await engine()
    const layer = fileLayer('x', 5000)
    const tag = `${uniqueName()}:1`
    const steps = [
      { createdBy: 'COPY x / # buildkit', layer, comment: 'buildkit.dockerfile.v0' },
      { createdBy: 'ENV A=1' },
    ]
    const [id = ''] = await load([anImage({ tags: [tag], steps })])
    const history = await client.imageHistory(tag, {})
    expect(history.map(({ createdBy, comment, tags }) => ({ createdBy, comment, tags }))).toEqual([
      { createdBy: 'ENV A=1', comment: '', tags: [tag] },
      { createdBy: 'COPY x / # buildkit', comment: 'buildkit.dockerfile.v0', tags: [] },
    ])
    expect(history[0]).toMatchObject({ imageId: id, size: 0, created: Date.parse('2026-03-01T12:00:00Z') })
    expect(history[1]?.imageId).toBeUndefined()
    expect(history[1]?.size).toBeGreaterThanOrEqual(5000)
  })

  test('only the images of given names', async () => {
    const client = await engine()
    const [one, two] = [`${uniqueName()}:1`, `${uniqueName()}:1`]
    await load([anImage({ tags: [one] }), anImage({ tags: [two] }), anImage()])
    const images = await client.listImages({ references: [one, two] })
    expect(images.flatMap((image) => image.tags).toSorted()).toEqual([one, two].toSorted())
    expect(await client.listImages({ references: [`${uniqueName()}:1`] })).toEqual([])
    expect(await client.listImages({ references: [] })).toEqual([])
  })

  test('dangling and intermediate images have no names, and the link to their parent', async () => {
    const client = await engine()
    const base = await runnableImage()
    const name = `${uniqueName()}:1`
    const files = { Dockerfile: `FROM ${base}\nENV A=1\nCMD ["/bin/true"]\n` }
    const id = await build(name, files, { env: { DOCKER_BUILDKIT: '0' } })
    const image = await listed(client, id)
    const parent = await listed(client, image?.parentId ?? '')
    expect(parent).toMatchObject({ tags: [], repoDigests: [] })
    await docker('rmi', name)
  })

  test('shared sizes of dangling images', async () => {
    const client = await engine()
    const shared = fileLayer('shared', 100_000)
    const name = `${uniqueName()}:1`
    const [old = ''] = await load([anImage({ tags: [name], layers: [shared, fileLayer('own', 1000)] })])
    await load([anImage({ tags: [name], layers: [shared, fileLayer('own', 2000)] })])
    const sizes = (await client.sharedSizes({})).get(old)
    expect(sizes?.size).toBeGreaterThan(100_000)
    // The containerd store's shared sizes are wrong upstream (moby#52476): only their presence counts here.
    if (!isContainerd()) expect(sizes?.sharedSize).toBe(100_000)
    expect(await client.layersSize({})).toBeGreaterThan(100_000)
  })

  test('containers, running and stopped', async () => {
    const client = await engine()
    const image = await runnableImage()
    const imageId = (await client.inspectImage(image, {})).id
    const name = uniqueName('c').replace('/', '-')
    const running = await runningContainer(image, '--name', name)
    const stopped = await stoppedContainer(image)
    const containers = await client.listContainers({})
    expect(containers.find(({ id }) => id === running)).toMatchObject({
      name,
      state: 'running',
      running: true,
      createdFrom: image,
      imageId,
    })
    // The CLI may be back before the engine has written the end down.
    await eventually(async () =>
      expect(await client.inspectContainer(stopped, {})).toMatchObject({
        state: 'exited',
        running: false,
        imageId,
      }),
    )
    await docker('pause', running)
    expect(await client.inspectContainer(running, {})).toMatchObject({
      name,
      state: 'paused',
      running: true,
      imageId,
    })
    await docker('rm', '--force', running, stopped)
    expect(await client.inspectContainer(running, {})).toBeUndefined()
  })
})

describe('changing', () => {
  test('tag, untag one of two, delete by the last name', async () => {
    const { client, events } = await attach()
    const [first, second] = [`${uniqueName()}:1`, `${uniqueName()}:2`]
    const [id = ''] = await load([anImage({ tags: [first] })])
    await client().tagImage(id, second.slice(0, -2), '2', {})
    expect((await client().inspectImage(id, {})).tags.toSorted()).toEqual([first, second].toSorted())
    expect(await client().removeImage(first, { force: false })).toEqual({ untagged: [first], deleted: [] })
    const last = await client().removeImage(second, { force: false })
    expect(last.untagged).toContain(second)
    expect(last.deleted).toContain(id)
    expect(await errorOf(client().removeImage(second, { force: false }))).toMatchObject({
      code: 'IMAGE_NOT_FOUND',
      params: { image: second },
    })
    await eventually(() =>
      expect(events).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ action: 'tag', imageId: id, reference: second }),
          expect.objectContaining({ action: 'untag', imageId: id }),
          expect.objectContaining({ action: 'delete', imageId: id }),
        ]),
      ),
    )
  })

  test('a tag that moves tells of the winner only', async () => {
    const { client, events } = await attach()
    const [mine, theirs] = [`${uniqueName()}:1`, `${uniqueName()}:1`]
    const [winner = '', loser = ''] = await load([anImage({ tags: [mine] }), anImage({ tags: [theirs] })])
    await eventually(() => expect(events.length).toBeGreaterThan(1))
    events.length = 0
    await client().tagImage(winner, theirs.slice(0, -2), '1', {})
    expect((await listed(client(), loser))?.tags).toEqual([])
    await eventually(() => expect(events.length).toBeGreaterThan(0))
    expect(events).toEqual([
      expect.objectContaining({ type: 'image', action: 'tag', imageId: winner, reference: theirs }),
    ])
  })

  test('several repositories; the containers that stand in the way, by name', async () => {
    const client = await engine()
    const [first, second] = [`${uniqueName()}:1`, `${uniqueName()}:1`]
    await load([anImage({ tags: [first, second], layers: [await busyboxLayer(), fileLayer('own')] })])
    const { id } = await client.inspectImage(first, {})
    const remove = async (image: string, force = false) => await errorOf(client.removeImage(image, { force }))
    expect(await remove(id)).toMatchObject({ code: 'IMAGE_SEVERAL_REPOSITORIES', params: { image: id } })
    await client.removeImage(second, { force: false })
    const name = uniqueName('c').replace('/', '-')
    const container = await stoppedContainer(first, '--name', name)
    const blocked = { params: { container: name, containerId: container } }
    expect(await remove(first)).toMatchObject({ code: 'IMAGE_IN_USE_STOPPED', ...blocked })
    expect(await remove(id)).toMatchObject({ code: 'IMAGE_IN_USE_STOPPED', ...blocked })
    await docker('rm', container)
    const running = await runningContainer(first, '--name', name)
    const used = { code: 'IMAGE_IN_USE_RUNNING', params: { container: name, containerId: running } }
    expect(await remove(first)).toMatchObject(used)
    expect(await remove(id)).toMatchObject(used)
    expect(await remove(id, true)).toMatchObject(used)
    expect((await client.removeImage(first, { force: true })).deleted).toEqual([])
    await docker('rm', '--force', running)
  })

  test('an image with children: refused by the classic store, deleted by the containerd store', async () => {
    const client = await engine()
    const base = `${uniqueName()}:1`
    await load([anImage({ tags: [base], layers: [await busyboxLayer(), fileLayer('own')] })])
    const { id } = await client.inspectImage(base, {})
    const child = `${uniqueName()}:1`
    await build(child, { Dockerfile: `FROM ${base}\nENV A=1\n` }, { env: { DOCKER_BUILDKIT: '0' } })
    const refused = await errorOf(client.removeImage(id, { force: true }))
    if (isContainerd()) expect(refused).toBeUndefined()
    else expect(refused).toMatchObject({ code: 'IMAGE_HAS_CHILDREN', params: { image: id } })
  })

  test('names that are none', async () => {
    const client = await engine()
    const [id = ''] = await load([anImage()])
    const inspect = async (image: string) => (await errorOf(client.inspectImage(image, {})))?.code
    expect(await inspect('NO/UPPER')).toBe('REFERENCE_UPPERCASE')
    expect(await inspect('a b')).toBe('REFERENCE_INVALID')
    expect(await inspect('..')).toBe('IMAGE_NOT_FOUND')
    expect(await inspect('../../info')).toBe('IMAGE_NOT_FOUND')
    expect(await inspect('x?all=1')).toBe('REFERENCE_INVALID')
    expect((await errorOf(client.tagImage(id, 'strata-test/a', 'b c', {})))?.code).toBe(
      'REFERENCE_TAG_INVALID',
    )
  })
})

describe('floods', () => {
  test('a label of 20 MB is listed, inspected and heard of', async () => {
    const { client, events } = await attach()
    const tag = `${uniqueName('flood')}:1`
    const value = 'я'.repeat(10 * 1024 * 1024)
    const [id = ''] = await load([anImage({ tags: [tag], config: { Labels: { big: value } } })])
    expect((await listed(client(), id))?.labels.get('big')).toBe(value)
    expect((await client().inspectImage(tag, {})).config.labels.get('big')).toBe(value)
    await client().tagImage(id, tag.slice(0, -2), '2', {})
    await eventually(() =>
      expect(events).toContainEqual(
        expect.objectContaining({ action: 'tag', reference: `${tag.slice(0, -2)}:2` }),
      ),
    )
    await docker('rmi', '--force', id)
  })

  test('20,000 steps of history', async () => {
    const client = await engine()
    const tag = `${uniqueName('long')}:1`
    const empty = Array.from({ length: 19_999 }, (_, index) => ({ createdBy: `ENV N=${index}` }))
    await load([
      anImage({ tags: [tag], steps: [{ createdBy: 'COPY x /', layer: fileLayer('x') }, ...empty] }),
    ])
    const history = await client.imageHistory(tag, {})
    expect(history).toHaveLength(20_000)
    expect(history[0]?.createdBy).toBe('ENV N=19998')
    expect(history[19_999]?.createdBy).toBe('COPY x /')
    await docker('rmi', tag)
  })
})

/** docs/engine-facts.md: what each store tells of what happens; views are built on it. */
describe('events', () => {
  async function eventsOf(act: () => Promise<unknown>): Promise<string[]> {
    const { events } = await attach()
    events.length = 0
    await act()
    const end = `${uniqueName('end')}:1`
    await docker('import', '/dev/null', end)
    await eventually(() => expect(events).toContainEqual(expect.objectContaining({ reference: end })))
    const images = events.filter((event) => event.type === 'image')
    const last = images.findIndex((event) => event.reference === end)
    return images.slice(0, last).map((event) => event.action)
  }
  const is28 = () => sandbox().engineVersion.startsWith('28.')

  test('a build without a tag is announced by 28.5 only', async () => {
    const base = await runnableImage()
    const actions = await eventsOf(async () => {
      await dockerWith(
        { input: `FROM ${base}\nENV A=${uniqueName()}\n`, env: { DOCKER_BUILDKIT: '0' } },
        'build',
        '-q',
        '-',
      )
    })
    expect(actions.filter((action) => action !== 'tag')).toEqual(is28() ? ['create'] : [])
  })

  test('load tells the id and no tag', async () => {
    const actions = await eventsOf(async () => await load([anImage({ layers: [await busyboxLayer()] })]))
    expect(new Set(actions)).toEqual(new Set(['load']))
  })
})
