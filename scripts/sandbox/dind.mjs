import { mkdirSync } from 'node:fs'
import { must, run } from '../lib/run.mjs'
import { until } from '../lib/wait.mjs'
import { identify, privateCli } from './cli.mjs'
import { get } from './http.mjs'
import { remember } from './live.mjs'
import { freePort } from './registry.mjs'
import { registryContainers } from './registryContainers.mjs'

const IMAGE = process.env.STRATA_DIND_IMAGE || 'docker:dind'

/**
 * The engine as a container on the user's Docker, reached over loopback; all that it makes stays inside of it.
 * @param {import('./live.mjs').LiveRecord} record
 * @param {string} cli
 * @param {import('./choose.mjs').StartOptions} options
 * @param {import('./types.d.ts').Note} note
 * @returns {Promise<import('./choose.mjs').Started>}
 */
export async function dindEngine(record, cli, { registry }, note) {
  const port = await freePort()
  const ports = /** @type {const} */ ([await freePort(), await freePort()])
  const { name } = record
  mkdirSync(record.folder, { recursive: true })
  record.containers = { cli, names: [name] }
  remember(record)
  note(`the engine runs as a ${IMAGE} container on your Docker`)
  const published = [port, ...ports].flatMap((each) => ['--publish', `127.0.0.1:${each}:${each}`])
  const listen = ['dockerd', '--host', `tcp://0.0.0.0:${port}`, '--tls=false']
  // After a kill, an old process id in /run could name a new process; in memory, it goes with the container.
  const flags = ['--env', 'DOCKER_TLS_CERTDIR=', '--tmpfs', '/run']
  await must(cli, [
    'run',
    '--detach',
    '--privileged',
    '--name',
    name,
    ...flags,
    ...published,
    IMAGE,
    ...listen,
  ])
  const up = () =>
    until(
      async () => ((await get({ host: '127.0.0.1', port }, '/_ping'))?.status === 200 ? true : undefined),
      {
        timeout: 120_000,
        what: `${IMAGE} to answer`,
      },
    )
  await up()
  const host = `tcp://127.0.0.1:${port}`
  const cliEnv = privateCli({ folder: record.folder, host, cli })
  const inside = { network: name, ports }
  const registries = registry ? await registryContainers(record, cli, {}, inside) : {}
  const info = { name, ...(await identify(cli, cliEnv)), host, socketPath: '', cli, cliEnv, ...registries }
  const pid = Number(await must(cli, ['inspect', '--format', '{{.State.Pid}}', name]))
  return {
    info,
    engineProcess: {
      pid,
      kill9: async () => void (await must(cli, ['kill', name])),
      stop: async () => void (await must(cli, ['stop', name])),
      restart: async () => {
        await run(cli, ['stop', name])
        await must(cli, ['start', name])
        await up()
      },
    },
  }
}
