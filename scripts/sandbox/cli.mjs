import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { must } from '../lib/run.mjs'

/**
 * The docker CLI with a config folder of its own: no login, context or plugin of the user's is read or changed.
 * @param {object} options
 * @param {string} options.folder
 * @param {string} options.host
 * @param {string} options.cli
 * @param {string} [options.buildx]
 * @returns {Record<string, string>} the environment to add
 */
export function privateCli({ folder, host, cli, buildx }) {
  const config = join(folder, 'docker-config')
  mkdirSync(join(config, 'cli-plugins'), { recursive: true })
  writeFileSync(join(config, 'config.json'), '{}\n')
  if (buildx) symlinkSync(buildx, join(config, 'cli-plugins', 'docker-buildx'))
  return {
    DOCKER_HOST: host,
    DOCKER_CONFIG: config,
    PATH: [dirname(cli), process.env.PATH ?? ''].join(delimiter),
  }
}

/**
 * What the engine says it is.
 * @param {string} cli
 * @param {Record<string, string>} cliEnv
 * @returns {Promise<Pick<import('./types.d.ts').SandboxInfo, 'engineVersion' | 'apiVersion' | 'store' | 'dataRoot'>>}
 */
export async function identify(cli, cliEnv) {
  const env = { ...process.env, ...cliEnv }
  delete env.DOCKER_CONTEXT
  /** @type {{ Version: string, ApiVersion: string }} */
  const version = JSON.parse(await must(cli, ['version', '--format', '{{json .Server}}'], { env }))
  /** @type {{ DockerRootDir: string, DriverStatus?: unknown }} */
  const info = JSON.parse(await must(cli, ['info', '--format', '{{json .}}'], { env }))
  const containerd = JSON.stringify(info.DriverStatus ?? []).includes('io.containerd.snapshotter.v1')
  return {
    engineVersion: version.Version,
    apiVersion: version.ApiVersion,
    store: containerd ? 'containerd' : 'classic',
    dataRoot: info.DockerRootDir,
  }
}
