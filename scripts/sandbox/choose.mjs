import { isDebian, isRoot } from '../lib/debian/host.mjs'
import { run, which } from '../lib/run.mjs'
import { dindEngine } from './dind.mjs'
import { givenEngine } from './given.mjs'
import { privateEngine } from './private.mjs'
import { debianToolset, installedToolset } from './toolset.mjs'

/** @typedef {import('./types.d.ts').EngineName} EngineName */
/** @typedef {import('./types.d.ts').Note} Note */
/** @typedef {import('./types.d.ts').Started} Started */
/** @typedef {{ registry: boolean, daemonConfig?: Readonly<Record<string, unknown>> | undefined }} StartOptions */

/**
 * @typedef {object} EngineSource
 * @property {(record: import('./live.mjs').LiveRecord, options: StartOptions) => Promise<Started>} start
 */

/**
 * @param {EngineName} engine
 * @param {Note} note
 * @returns {Promise<EngineSource>}
 */
export async function chooseEngine(engine, note) {
  if (engine !== 'default') return await fromDebian(engine, note)
  const given = process.env.STRATA_TEST_DOCKER_HOST
  if (given) return { start: (record, options) => givenEngine(record, given, options, note) }
  const installed = process.platform === 'linux' && isRoot ? await installedToolset(note) : undefined
  if (installed) return overTools(installed, 'classic')
  if (isDebian && isRoot) return await fromDebian('newest', note)
  const docker = which('docker')
  if (docker && (await run(docker, ['version'])).code === 0) {
    return { start: (record, options) => dindEngine(record, docker, options, note) }
  }
  throw new Error(missing(docker))
}

/** @param {Exclude<EngineName, 'default'>} engine @param {Note} note @returns {Promise<EngineSource>} */
async function fromDebian(engine, note) {
  const store = engine === 'newest-containerd' ? 'containerd' : 'classic'
  const tools = await debianToolset(engine === 'newest-containerd' ? 'newest' : engine, note)
  const source = overTools(tools, store)
  if (engine.startsWith('newest')) return source
  return {
    async start(record, options) {
      const started = await source.start(record, options)
      const { engineVersion } = started.info
      if (!engineVersion.startsWith(`${engine}.`)) {
        throw new Error(`Debian's ${engine} engine calls itself ${engineVersion}`)
      }
      return started
    },
  }
}

/** @param {import('./types.d.ts').Toolset} tools @param {'classic' | 'containerd'} store @returns {EngineSource} */
function overTools(tools, store) {
  return { start: (record, options) => privateEngine(record, tools, { store, ...options }) }
}

/** @param {string | undefined} docker */
function missing(docker) {
  const root = process.platform === 'linux' ? ' (as root)' : ''
  return [
    'No engine for a sandbox. One of these serves:',
    '- STRATA_TEST_DOCKER_HOST: the address of a Docker Engine whose images and containers may be destroyed; not set',
    ...(process.platform === 'linux'
      ? [
          `- dockerd, containerd, runc and docker on PATH${root}; ${isRoot ? 'not all of them are there' : 'this is not root'}`,
          `- Debian and root: the engine comes from Debian's packages; this is ${isDebian ? 'not root' : 'not Debian'}`,
        ]
      : []),
    `- a Docker that runs, to hold a docker:dind container; ${docker ? '`docker version` fails' : 'no docker on PATH'}`,
  ].join('\n')
}
