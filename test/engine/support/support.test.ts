import { beforeEach, describe, expect, it } from 'vitest'
import {
  anImage,
  build,
  busyboxLayer,
  danglingImage,
  imageId,
  importImage,
  load,
  manyImages,
  runnableImage,
  runningContainer,
  saved,
  stoppedContainer,
} from './images'
import { docker, dockerResult, emptySandbox, sandbox, uniqueName } from './sandbox'

// Destroys everything in the sandbox, which holds nothing but what tests made.
describe('the sandbox for engine tests', () => {
  beforeEach(async () => await emptySandbox())

  it('is the engine that it says it is', async () => {
    const said = JSON.parse(await docker('version', '--format', '{{json .Server}}'))
    expect(sandbox()).toMatchObject({ engineVersion: said.Version, apiVersion: said.ApiVersion })
  })

  it('loads images with the given config, tags and times', async () => {
    const spec = anImage({
      tags: [`${uniqueName()}:1`, `${uniqueName()}:two`],
      config: { Labels: { a: 'b' } },
    })
    const [id = ''] = await load([spec])
    const inspected = JSON.parse(await docker('image', 'inspect', id))[0]
    expect(inspected.RepoTags.toSorted()).toEqual([...(spec.tags ?? [])].sort())
    expect(inspected.Config.Labels).toEqual({ a: 'b' })
    expect(new Date(inspected.Created).toISOString()).toBe('2026-03-01T12:00:00.000Z')
  })

  it('runs containers, which end or stay', async () => {
    const image = await runnableImage()
    expect(await docker('run', '--rm', image, '/bin/echo', 'ran')).toBe('ran')
    const up = await runningContainer(image)
    const down = await stoppedContainer(image)
    const states = await docker('inspect', '--format', '{{.State.Status}}', up, down)
    expect(states.split('\n')).toEqual(['running', 'exited'])
  })

  it('builds with steps that run', async () => {
    const base = await runnableImage()
    const tag = `${uniqueName()}:1`
    const id = await build(tag, {
      Dockerfile: `FROM ${base}\nRUN echo hello > /greeting\nCOPY note /\n`,
      note: 'x',
    })
    expect(await imageId(tag)).toBe(id)
    expect(await docker('run', '--rm', tag, '/bin/cat', '/greeting', '/note')).toBe('hello\nx')
  })

  it('makes dangling images', async () => {
    const id = await danglingImage()
    expect(await docker('images', '--filter', 'dangling=true', '--quiet', '--no-trunc')).toContain(id)
  })

  it('imports, saves and makes many', async () => {
    const reference = `${uniqueName()}:1`
    await importImage(reference, [{ name: 'etc/motd', content: 'hi' }])
    expect((await saved(reference)).includes('hi')).toBe(true)
    await manyImages(20, 'support')
    const listed = await docker('images', '--quiet', '--filter', 'label=strata.bulk=support')
    expect(listed.split('\n')).toHaveLength(22)
  })

  it('serves a registry and one that wants a password', async () => {
    const { registry, htpasswdRegistry } = sandbox()
    const image = await runnableImage(`${registry?.host}/${uniqueName('pushed')}:1`)
    await docker('push', image)
    const refused = await dockerResult([
      'push',
      image.replace(`${registry?.host}`, `${htpasswdRegistry?.host}`),
    ])
    expect(refused.code).not.toBe(0)
    const { host = '', username = '', password = '' } = htpasswdRegistry ?? {}
    await docker('login', '--username', username, '--password', password, host)
    await docker('tag', image, image.replace(`${registry?.host}`, host))
    await docker('push', image.replace(`${registry?.host}`, host))
    await docker('logout', host)
  })

  it('has one busybox layer for all images', async () => {
    expect(await busyboxLayer()).toBe(await busyboxLayer())
  })
})
