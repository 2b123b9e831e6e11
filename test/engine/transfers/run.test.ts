import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { RunReport, RunRequest } from '@shared/domain/run'
import { AppFailure } from '@shared/errors'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { JobContext, JobOutcome } from '../../../main/jobs/job'
import { outdatedContainers } from '../../../main/run/outdated'
import { optionsLike, removeContainer } from '../../../main/run/ownContainers'
import { isPortFree } from '../../../main/run/portProbe'
import { type RunServices, runContainer } from '../../../main/run/runContainer'
import { engine, errorOf } from '../adapter/support'
import { eventually } from '../support/eventually'
import {
  anImage,
  busyboxLayer,
  fileLayer,
  imageId,
  importImage,
  load,
  runnableImage,
} from '../support/images'
import { docker, dockerResult, uniqueName } from '../support/sandbox'
import { watched } from './support'

let image = ''
beforeAll(async () => {
  image = await runnableImage()
})
// One that removes itself may be on its way out already, which is refused and as good.
beforeEach(async () => {
  await eventually(async () => {
    const left = await docker('ps', '--all', '--quiet')
    if (left !== '') await dockerResult(['rm', '--force', ...left.split('\n')])
    expect(left).toBe('')
  })
})

/** Up until stopped, and quick to stop: a first process without a handler ignores SIGTERM. */
const idle = ['/bin/sh', '-c', 'trap "exit 0" TERM; echo ready; while :; do sleep 0.1; done']

const plain = { env: [], ports: [], publishAll: false, autoRemove: false, detach: false }

async function run(
  request: Partial<RunRequest>,
  job: JobContext = watched().job,
  services: Partial<RunServices> = {},
): Promise<JobOutcome> {
  const { runs } = await engine()
  return await runContainer({ engine: runs, isPortFree, ...services }, { image, ...plain, ...request }, job)
}

function report({ result }: JobOutcome): RunReport {
  if (result.type !== 'run') throw new Error('no report of a run')
  return result.report
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0)
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

const name = () => uniqueName('c').replace('/', '-')

describe('run', () => {
  it('shows the output of both streams, the exit code, and leaves the container', async () => {
    const { job, lines } = watched()
    const command = ['/bin/sh', '-c', 'echo "hello $WHO"; echo oops >&2; printf "no end"; exit 3']
    const outcome = await run({ command, env: ['WHO=wörld'] }, job)
    expect(outcome.stopped).toBeUndefined()
    expect(report(outcome)).toMatchObject({ exitCode: 3, running: false, isThere: true, lines: 3 })
    expect([...lines].sort()).toEqual(['hello wörld', 'no end', 'oops'])
    expect(await docker('inspect', '--format', '{{.State.ExitCode}}', report(outcome).containerId)).toBe('3')
  })

  it('removes itself where asked to, output and exit code told all the same', async () => {
    const { job, lines } = watched()
    const outcome = await run({ command: ['/bin/echo', 'short'], autoRemove: true }, job)
    expect(report(outcome)).toMatchObject({ exitCode: 0, isThere: false })
    expect(lines).toEqual(['short'])
    expect(await docker('ps', '--all', '--quiet')).toBe('')
  })

  it('makes output harmless, bounded, and whole in its characters', async () => {
    const { job, lines } = watched()
    const script =
      'printf "\\033[31mred\\033[0m \\033]0;title\\007 caf\\303\\251\\n"; printf "a\\rb\\n"; echo "##vso[x]"'
    await run({ command: ['/bin/sh', '-c', script] }, job)
    expect(lines.join('\n')).toBe('red  café\nb\n##vso[x]')
  })

  it('replaces the entrypoint, or takes it away', async () => {
    const [made = ''] = await load([
      anImage({
        layers: [await busyboxLayer()],
        config: { Entrypoint: ['/bin/echo', 'mine'], Cmd: ['cmd'] },
      }),
    ])
    const first = watched()
    await run({ image: made }, first.job)
    expect(first.lines).toEqual(['mine cmd'])
    const second = watched()
    await run({ image: made, entrypoint: ['/bin/echo', 'other'], command: ['args'] }, second.job)
    expect(second.lines).toEqual(['other args'])
    const third = watched()
    await run({ image: made, entrypoint: [], command: ['/bin/echo', 'bare'] }, third.job)
    expect(third.lines).toEqual(['bare'])
  })

  it('is stopped by a cancel, with its exit code', async () => {
    const { job, cancel, lines } = watched()
    const script = 'trap "echo bye; exit 7" TERM; echo up; while :; do sleep 0.1; done'
    const running = run({ command: ['/bin/sh', '-c', script] }, job)
    await eventually(() => expect(lines).toContain('up'))
    cancel()
    const outcome = await running
    expect(outcome.stopped).toBe(true)
    expect(report(outcome)).toMatchObject({ exitCode: 7, running: false, isThere: true })
    expect(lines).toContain('bye')
  })

  it('is done at once when detached, and tells the ports that it got', async () => {
    const port = await freePort()
    const ports = [
      { containerPort: 80, protocol: 'tcp' as const, hostPort: port },
      { containerPort: 81, protocol: 'tcp' as const },
    ]
    const outcome = await run({ command: idle, ports, detach: true, name: name() })
    expect(report(outcome)).toMatchObject({ running: true, isThere: true })
    expect(report(outcome).ports).toContainEqual({ containerPort: 80, protocol: 'tcp', hostPort: port })
    expect(report(outcome).ports.find(({ containerPort }) => containerPort === 81)?.hostPort).toBeGreaterThan(
      0,
    )
  })

  it('publishes every exposed port where asked to', async () => {
    const [made = ''] = await load([
      anImage({
        layers: [await busyboxLayer()],
        config: { Cmd: ['/bin/sleep', '1000'], ExposedPorts: { '8888/tcp': {} } },
      }),
    ])
    const outcome = await run({ image: made, publishAll: true, detach: true })
    expect(report(outcome).ports[0]).toMatchObject({ containerPort: 8888, hostPort: expect.any(Number) })
  })
})

describe('what is in the way', () => {
  it('names the container that has the port, and makes nothing', async () => {
    const port = await freePort()
    const holder = name()
    const ports = [{ containerPort: 80, protocol: 'tcp' as const, hostPort: port }]
    await run({ command: idle, ports, detach: true, name: holder })
    const error = await errorOf(run({ command: ['/bin/true'], ports, name: name() }))
    expect(error).toMatchObject({ code: 'RUN_PORT_HELD', params: { port, container: holder } })
    expect((await docker('ps', '--all', '--quiet')).split('\n')).toHaveLength(1)
  })

  it('says when another program has the port, seen by us or by the engine', async () => {
    const server = createServer().listen(0, '0.0.0.0')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as AddressInfo
    const ports = [{ containerPort: 80, protocol: 'tcp' as const, hostPort: port }]
    const taken = { code: 'RUN_PORT_TAKEN', params: { port } }
    expect(await errorOf(run({ command: ['/bin/true'], ports }))).toMatchObject(taken)
    const { runs } = await engine()
    const request = { image, ...plain, command: ['/bin/sleep', '9'], ports }
    expect(await errorOf(runContainer({ engine: runs }, request, watched().job))).toMatchObject({
      code: 'RUN_PORT_TAKEN',
      params: { port: String(port) },
    })
    server.close()
    expect(await docker('ps', '--all', '--quiet')).toBe('')
  })

  it('names the container that has the name', async () => {
    const taken = name()
    await run({ command: idle, detach: true, name: taken })
    expect(await errorOf(run({ command: ['/bin/true'], name: taken }))).toMatchObject({
      code: 'CONTAINER_NAME_TAKEN',
      params: { name: taken, image, container: expect.stringMatching(/^[0-9a-f]{12}$/), state: 'running' },
    })
    expect(await errorOf(run({ command: ['/bin/true'], name: 'bad name' }))).toMatchObject({
      code: 'CONTAINER_NAME_INVALID',
      params: { name: 'bad name' },
    })
  })

  it('says what cannot be run, and leaves nothing', async () => {
    const rootfs = `${uniqueName('rootfs')}:1`
    await importImage(rootfs, [{ name: 'etc/motd', content: 'hi' }])
    const cases = [
      [{ command: ['/bin/nothere'] }, { code: 'RUN_COMMAND_INVALID', params: { command: '/bin/nothere' } }],
      [{ command: ['/tmp'] }, { code: 'RUN_COMMAND_INVALID', params: { command: '/tmp' } }],
      [{ image: rootfs }, { code: 'RUN_NO_COMMAND', params: { image: rootfs } }],
      [{ image: 'nope:1' }, { code: 'IMAGE_NOT_FOUND', params: { image: 'nope:1' } }],
    ] as const
    for (const [request, error] of cases) expect(await errorOf(run(request))).toMatchObject(error)
    expect(await docker('ps', '--all', '--quiet')).toBe('')
  })
})

describe('run again with the new image', () => {
  /** A loaded engine takes its time to tell that a container ended; only its word ends this wait. */
  const patient = { standMs: 60_000 }

  it('keeps name, ports, environment and command, and says what was replaced', async () => {
    const port = await freePort()
    const own = name()
    const old = await docker(
      'run',
      '--detach',
      '--name',
      own,
      '--publish',
      `${port}:80`,
      '--env',
      'A=b',
      image,
      ...idle,
    )
    const [next = ''] = await load([anImage({ layers: [await busyboxLayer()], config: { Env: ['NEW=1'] } })])
    const client = await engine()
    const options = await optionsLike(client, own, next, {})
    expect(options).toMatchObject({
      name: own,
      env: ['A=b'],
      command: idle,
      ports: [{ containerPort: 80, protocol: 'tcp', hostPort: port }],
    })
    const outcome = await run({ ...options, replace: own })
    expect(report(outcome)).toMatchObject({
      name: own,
      running: true,
      imageId: next,
      ports: [{ containerPort: 80, hostPort: port }],
      replaced: { containerId: old, name: own, image, wasRunning: true },
    })
    expect((await dockerResult(['inspect', old])).code).not.toBe(0)
    expect((await docker('ps', '--all', '--format', '{{.Names}}')).split('\n')).toEqual([own])
  })

  it.each([
    ['cannot start', { command: ['/bin/nothere'] }, 'RUN_COMMAND_INVALID'],
    ['fails at once', { command: ['/bin/false'] }, 'RUN_REFUSED'],
    ['is of no image', { image: 'nope:1' }, 'IMAGE_NOT_FOUND'],
  ])('has the old one running again when the new one %s', async (_, request, code) => {
    const own = name()
    const old = await docker('run', '--detach', '--name', own, '--publish', '80', image, ...idle)
    const ports = (await (await engine()).runs.find(own, {}))?.wantedPorts ?? []
    const again = { ...request, name: own, ports, detach: true, replace: own }
    expect(await errorOf(run(again, watched().job, patient))).toMatchObject({ code })
    expect(await docker('ps', '--format', '{{.Names}} {{.State}}', '--no-trunc')).toBe(`${own} running`)
    expect(await docker('inspect', '--format', '{{.Id}}', own)).toBe(old)
  })

  it('knows who still runs an older image of a name, however the engine lists it', async () => {
    const tag = `${uniqueName('moved')}:1`
    const one = async () => {
      const layers = [await busyboxLayer(), fileLayer('own')]
      return (await load([anImage({ tags: [tag], layers })]))[0] ?? ''
    }
    const before = await one()
    const own = name()
    await docker('run', '--detach', '--name', own, tag, ...idle)
    await docker('run', '--detach', '--name', name(), before, ...idle)
    const client = await engine()
    expect(await outdatedContainers(client, tag, {})).toEqual([])
    await one()
    expect(await outdatedContainers(client, tag, {})).toMatchObject([
      { name: own, running: true, createdFrom: tag, imageId: before },
    ])
  })

  it('makes one that removed itself again from what it was', async () => {
    const own = name()
    await docker('run', '--detach', '--rm', '--init', '--name', own, '--env', 'KEPT=yes', image, ...idle)
    const again = { command: ['/bin/false'], name: own, detach: true, replace: own }
    const error = await errorOf(run(again, watched().job, patient))
    expect(error).toMatchObject({ code: 'RUN_REFUSED' })
    const back = JSON.parse(await docker('inspect', own))[0]
    expect(back.State.Running).toBe(true)
    expect(back.Config.Env).toContain('KEPT=yes')
    expect(back.HostConfig.AutoRemove).toBe(true)
    expect(back.Image).toBe(await imageId(image))
  })

  it('leaves the old one alone when cancelled before the new one stands', async () => {
    const own = name()
    const old = await docker('run', '--detach', '--init', '--name', own, image, '/bin/sleep', '1000')
    const { job, cancel } = watched()
    const { runs } = await engine()
    const cancelling = {
      ...runs,
      async start(...asked: Parameters<typeof runs.start>) {
        if (!job.signal.aborted) cancel()
        await runs.start(...asked)
      },
    }
    const again = { command: idle, name: own, detach: true, replace: own }
    await expect(run(again, job, { engine: cancelling })).rejects.toMatchObject({ name: 'AbortError' })
    expect(await docker('inspect', '--format', '{{.Id}} {{.State.Running}}', own)).toBe(`${old} true`)
    expect((await docker('ps', '--all', '--quiet')).split('\n')).toHaveLength(1)
  })
})

describe('removing', () => {
  it('takes what Strata started, and others only by name', async () => {
    const { runs } = await engine()
    const foreign = name()
    await docker('run', '--detach', '--init', '--name', foreign, image, '/bin/sleep', '1000')
    const error = await removeContainer(runs, foreign, { named: false }).catch((cause: unknown) => cause)
    expect(error).toBeInstanceOf(AppFailure)
    expect(error).toMatchObject({ error: { code: 'CONTAINER_FOREIGN', params: { container: foreign } } })
    const own = name()
    await run({ command: idle, detach: true, name: own })
    await removeContainer(runs, own, { named: false })
    await removeContainer(runs, foreign, { named: true })
    expect(await docker('ps', '--all', '--quiet')).toBe('')
    expect(await errorOf(removeContainer(runs, own, { named: true }))).toMatchObject({
      code: 'CONTAINER_NOT_FOUND',
    })
  })
})
