import { requireNode } from './lib/node.mjs'

requireNode()
const { bringUp } = await import('./sandbox/index.mjs')
const { say } = await import('./lib/log.mjs')

const NAMES = /** @type {const} */ (['default', '20.10', '26.1', 'newest', 'newest-containerd'])
const engine = NAMES.find((name) => name === (process.argv[2] ?? 'default'))
if (!engine) {
  say(`usage: node scripts/dev-sandbox.mjs [${NAMES.join('|')}] [--samples]`)
  process.exit(1)
}

// Kept until Ctrl+C: for running one suite, or the app, again and again on the same engine.
const sandbox = await bringUp({ engine, registry: true, samples: process.argv.includes('--samples') })
const { info, infoFile } = sandbox
process.stdout.write(`export STRATA_SANDBOX=${infoFile}\n`)
process.stdout.write(`export DOCKER_HOST=${info.host} DOCKER_CONFIG=${info.cliEnv.DOCKER_CONFIG}\n`)
say(`docker CLI: ${info.cli}; Ctrl+C ends the sandbox`)
setInterval(() => {}, 1 << 30)
