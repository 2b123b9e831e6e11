import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { makeBridge } from './bridge.mjs'
import { identify, privateCli } from './cli.mjs'
import { socketOf, startEngine } from './engine.mjs'
import { remember } from './live.mjs'
import { makeNamespace } from './namespace.mjs'
import { startRegistries } from './registry.mjs'
import { registryContainers } from './registryContainers.mjs'

/** @typedef {import('./types.d.ts').Toolset} Toolset */
/** @typedef {import('./live.mjs').LiveRecord} LiveRecord */

/**
 * An engine of our own on this machine.
 * @param {LiveRecord} record
 * @param {Toolset} tools
 * @param {object} options
 * @param {'classic' | 'containerd'} options.store
 * @param {boolean} options.registry
 * @param {Readonly<Record<string, unknown>>} [options.daemonConfig]
 * @returns {Promise<import('./types.d.ts').Started>}
 */
export async function privateEngine(record, tools, { store, registry, daemonConfig }) {
  const { folder, name } = record
  record.bridge = name
  record.cgroup = `/${name}`
  mkdirSync(folder, { recursive: true, mode: 0o755 })
  remember(record)
  const namespace = await makeNamespace(folder, tools.init)
  record.holder = namespace.holder
  remember(record)
  const { pool } = await makeBridge(name)
  const setup = { folder, tools, namespace, bridge: name, pool, cgroup: record.cgroup, store, daemonConfig }
  const [engineProcess, registries] = await Promise.all([
    startEngine(setup),
    registry && tools.registry ? startRegistries(folder, tools.registry, namespace) : undefined,
  ])
  const host = `unix://${socketOf(setup)}`
  const cliEnv = privateCli({ folder, host, cli: tools.cli, buildx: tools.buildx })
  const identity = await identify(tools.cli, cliEnv)
  const info = {
    name,
    ...identity,
    host,
    socketPath: socketOf(setup),
    dataRoot: join(folder, 'data'),
    cli: tools.cli,
    cliEnv,
    busybox: tools.busybox,
    ...(registries ?? (registry ? await registryContainers(record, tools.cli, cliEnv) : {})),
  }
  return { info, engineProcess }
}
