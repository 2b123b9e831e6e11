// First paint and memory against a bare window of the same Electron.

import { loadBulk } from '../scripts/sandbox/images/load.mjs'
import { bringUp } from '../scripts/sandbox/index.mjs'
import { firstPaint, listShown, startApp } from './lib/app.mjs'
import { median, report } from './lib/figure.mjs'
import { treeMemory } from './lib/memory.mjs'

const RUNS = 9
// What start-up leaves behind is collected by then, in both.
const SETTLE = 30_000

async function paint(folder, host) {
  const app = await startApp(folder, { host })
  const ms = await firstPaint(app)
  await app.close()
  return ms
}

async function memory(folder, host) {
  const app = await startApp(folder, { host })
  if (host !== undefined) await listShown(app.page, 4_999)
  await app.page.waitForTimeout(SETTLE)
  const bytes = treeMemory(app.pid)
  await app.close()
  return bytes
}

const sandbox = await bringUp({ engine: 'newest' })
try {
  await loadBulk(sandbox.info, { count: 5000 })
  const bare = []
  const ours = []
  for (let run = 0; run < RUNS; run += 1) {
    bare.push(await paint('bench/bare'))
    ours.push(await paint('.', sandbox.info.host))
  }
  report({
    bench: 'startup',
    figure: 'process start to first contentful paint, against a bare window',
    goal: 1.25,
    ours: median(ours),
    other: median(bare),
    unit: 'ms',
    runs: RUNS,
  })
  const bareMemory = []
  const ourMemory = []
  for (let run = 0; run < 3; run += 1) {
    bareMemory.push(await memory('bench/bare'))
    ourMemory.push(await memory('.', sandbox.info.host))
  }
  report({
    bench: 'startup',
    figure: 'memory of all processes (PSS) with 5,000 images, against a bare window',
    goal: 1.3,
    ours: median(ourMemory),
    other: median(bareMemory),
    unit: 'bytes',
    runs: 3,
  })
} finally {
  await sandbox.close()
}
