import { requireNode } from './lib/node.mjs'

requireNode()
const { root } = await import('./lib/paths.mjs')
const { say } = await import('./lib/log.mjs')
const { runThrough } = await import('./lib/run.mjs')
const { finish } = await import('./test/runSteps.mjs')
const { ONE_FAILED, readLine, sum } = await import('./test/tally.mjs')

const runs = []
/** @type {string[]} */ const named = []
for (const script of ['test.mjs', 'matrix.mjs']) {
  const { code, stdout } = await runThrough(process.execPath, [`scripts/${script}`], { cwd: root })
  const tally = readLine(stdout) ?? ONE_FAILED
  named.push(...stdout.split('\n').filter((line) => /^(?:FAILED|UNSTEADY) /.test(line)))
  runs.push({ tally, missing: code !== 0 && tally.failed === 0 ? 1 : 0 })
}
// Once more at the end, where a long log that is cut still has them.
for (const line of named) say(line)
finish({
  ...sum(runs.map(({ tally }) => tally)),
  missing: runs.reduce((all, { missing }) => all + missing, 0),
})
