import { mkdirSync } from 'node:fs'
import { isDebian, isRoot } from '../lib/debian/host.mjs'
import { which } from '../lib/run.mjs'
import { identify, privateCli } from './cli.mjs'
import { remember } from './live.mjs'
import { makeNamespace } from './namespace.mjs'
import { startRegistries } from './registry.mjs'
import { registryContainers } from './registryContainers.mjs'
import { debianToolset } from './toolset.mjs'

/**
 * An engine that someone offers for tests: it stays, and what the tests put into it is theirs to remove.
 * @param {import('./live.mjs').LiveRecord} record
 * @param {string} host
 * @param {import('./choose.mjs').StartOptions} options
 * @param {import('./types.d.ts').Note} note
 * @returns {Promise<import('./choose.mjs').Started>}
 */
export async function givenEngine(record, host, { registry }, note) {
  const installed = which('docker')
  const debian = isDebian && isRoot ? await debianToolset('newest', note) : undefined
  const cli = installed ?? debian?.cli
  if (!cli) throw new Error('no docker CLI on PATH to talk to the engine of STRATA_TEST_DOCKER_HOST')
  mkdirSync(record.folder, { recursive: true })
  const cliEnv = privateCli({
    folder: record.folder,
    host,
    cli,
    buildx: cli === installed ? undefined : debian?.buildx,
  })
  const identity = await identify(cli, cliEnv)
  const socketPath = host.startsWith('unix://') ? host.slice('unix://'.length) : ''
  const info = { name: record.name, ...identity, host, socketPath, cli, cliEnv, busybox: debian?.busybox }
  if (!registry) return { info, engineProcess: undefined }
  // On the engine's own machine a program on loopback is reached as localhost; anywhere else only a container is.
  if (debian?.registry && socketPath) {
    const namespace = await makeNamespace(record.folder, debian.init)
    record.holder = namespace.holder
    remember(record)
    return {
      info: { ...info, ...(await startRegistries(record.folder, debian.registry, namespace)) },
      engineProcess: undefined,
    }
  }
  return { info: { ...info, ...(await registryContainers(record, cli, cliEnv)) }, engineProcess: undefined }
}
