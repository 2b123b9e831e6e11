import { requireNode } from './lib/node.mjs'

requireNode()
const { messageOf, say } = await import('./lib/log.mjs')

try {
  process.exitCode = await (await import('./demo/run.mjs')).runDemo(process.argv.slice(2))
} catch (error) {
  say(messageOf(error))
  process.exitCode = 1
}
// An app or an engine that went away may leave a handle behind; the sandbox is closed on this exit if it is not yet.
process.exit()
