import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { must } from '../lib/run.mjs'
import { until } from '../lib/wait.mjs'
import { get } from './http.mjs'
import { remember } from './live.mjs'
import { freePort, HTPASSWD, PASSWORD, USERNAME } from './registry.mjs'

const IMAGE = 'registry:2'

/**
 * The two registries as containers, for engines that are not processes of this machine.
 * @param {import('./live.mjs').LiveRecord} record
 * @param {string} cli
 * @param {Record<string, string>} cliEnv of the engine that runs the containers
 * @param {{ network?: string, ports?: readonly [number, number] }} [inside] a container whose network they share
 */
export async function registryContainers(record, cli, cliEnv, inside = {}) {
  const [open, guarded] = inside.ports ?? [await freePort(), await freePort()]
  const auth = join(record.folder, 'auth')
  mkdirSync(auth, { recursive: true })
  writeFileSync(join(auth, 'htpasswd'), HTPASSWD)
  /** @param {string} suffix @param {number} port @param {readonly string[]} extra */
  const start = async (suffix, port, extra) => {
    const name = `${record.name}-${suffix}`
    record.containers = { cli, host: cliEnv.DOCKER_HOST, names: [...(record.containers?.names ?? []), name] }
    remember(record)
    const network = inside.network
      ? ['--network', `container:${inside.network}`]
      : ['--publish', `127.0.0.1:${port}:${port}`]
    const settings = [`REGISTRY_HTTP_ADDR=:${port}`, 'REGISTRY_STORAGE_DELETE_ENABLED=true', ...extra]
    const env = { ...process.env, ...cliEnv }
    const create = [
      'create',
      '--name',
      name,
      ...network,
      ...settings.flatMap((line) => ['--env', line]),
      IMAGE,
    ]
    await must(cli, create, { env })
    await must(cli, ['cp', auth, `${name}:/`], { env })
    await must(cli, ['start', name], { env })
    const ready = async () => ((await get({ host: '127.0.0.1', port }, '/v2/'))?.status ? true : undefined)
    await until(ready, { timeout: 30_000, what: `${IMAGE} to answer on ${port}` })
    const pid = Number(await must(cli, ['inspect', '--format', '{{.State.Pid}}', name], { env }))
    return { host: `localhost:${port}`, pid }
  }
  const settings = ['REGISTRY_AUTH=htpasswd', 'REGISTRY_AUTH_HTPASSWD_REALM=strata-sandbox']
  return {
    registry: await start('registry', open, []),
    htpasswdRegistry: {
      ...(await start('htpasswd', guarded, [...settings, 'REGISTRY_AUTH_HTPASSWD_PATH=/auth/htpasswd'])),
      username: USERNAME,
      password: PASSWORD,
    },
  }
}
