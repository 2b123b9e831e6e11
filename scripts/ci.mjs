import { requireNode } from './lib/node.mjs'

requireNode()
const { root } = await import('./lib/paths.mjs')
const { runThrough } = await import('./lib/run.mjs')
const { finish } = await import('./test/runSteps.mjs')
const { ONE_FAILED, readLine, sum } = await import('./test/tally.mjs')

const runs = []
for (const script of ['test.mjs', 'matrix.mjs']) {
  const { code, stdout } = await runThrough(process.execPath, [`scripts/${script}`], { cwd: root })
  const tally = readLine(stdout) ?? ONE_FAILED
  runs.push({ tally, missing: code !== 0 && tally.failed === 0 ? 1 : 0 })
}
finish({
  ...sum(runs.map(({ tally }) => tally)),
  missing: runs.reduce((all, { missing }) => all + missing, 0),
})
