import { requireNode } from './lib/node.mjs'

requireNode()
const { messageOf, say } = await import('./lib/log.mjs')
const { finish, runSteps } = await import('./test/runSteps.mjs')
const { ONE_FAILED } = await import('./test/tally.mjs')

/** @returns {Promise<import('./test/tally.mjs').Tally>} */
async function main() {
  const { parseOptions } = await import('./lib/options.mjs')
  const { flags, values } = parseOptions(process.argv.slice(2), { flags: ['full'], values: ['only'] })
  if (flags.has('full')) process.env.STRATA_FULL = '1'
  const { bringPrerequisites } = await import('./lib/debian/prerequisites.mjs')
  const { installDependencies } = await import('./lib/install.mjs')
  const { STEPS } = await import('./test/steps.mjs')
  const only = values.get('only')?.split(',')
  const names = STEPS.flat(2).map(({ name }) => name)
  const unknown = only?.filter((name) => !names.includes(name)) ?? []
  if (unknown.length > 0) throw new Error(`no such step: ${unknown.join(', ')}`)
  const groups = STEPS.map((lanes) =>
    lanes
      .map((lane) => lane.filter(({ name }) => only?.includes(name) ?? true))
      .filter((lane) => lane.length > 0),
  ).filter((lanes) => lanes.length > 0)
  await bringPrerequisites(say, { headless: groups.flat(2).some(({ name }) => name === 'e2e') })
  await installDependencies()
  return await runSteps(groups)
}

finish(
  await main().catch((error) => {
    say(messageOf(error))
    return ONE_FAILED
  }),
)
