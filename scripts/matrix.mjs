import { requireNode } from './lib/node.mjs'

requireNode()
const { messageOf, say } = await import('./lib/log.mjs')
const { finish } = await import('./test/runSteps.mjs')
const { runMatrix } = await import('./test/matrix.mjs')
const { ONE_FAILED } = await import('./test/tally.mjs')

finish(
  await runMatrix(process.argv.slice(2)).catch((error) => {
    say(messageOf(error))
    return ONE_FAILED
  }),
)
