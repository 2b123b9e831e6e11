// The tree of an image's layers, as the worker makes it and in the real window: switching layers where many files are written
// again and again, and the first view of a very large layer. STRATA_BENCH_PART: worker or window alone.
import { median, percentile, report } from './lib/figure.mjs'
import { LARGE, LAYERS, ROUNDS, SMALL } from './lib/treeShapes.mjs'
import { timeOpenAll, timeSwitches, withTreeWindow } from './lib/treeWindow.mjs'

const only = process.env.STRATA_BENCH_PART

/** One layer after the other, up and down; and from any one to any other. */
const NEXT = [1, 2, 3, 4, 5, 6, 7, 8, 7, 6, 5, 4, 3, 2, 1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 7, 6, 5, 4, 3, 2, 1, 0]
const ANY = [4, 8, 2, 6, 1, 7, 0, 5, 3, 8, 4, 1, 6, 2, 7, 3, 0, 8, 5, 1, 4, 7, 2, 5, 8, 3, 6, 0, 6, 3, 7, 1]

function limit(figure, goal, times, value) {
  report({ bench: 'tree', figure, goal: 1, ours: value, other: goal, unit: 'ms', runs: times.length })
}

async function inWindow({ shape, entries, most }) {
  await withTreeWindow(shape, async ({ page }) => {
    await page.getByRole('button', { name: 'Open all folders' }).click()
    const seen = new Map()
    for (const [by, path, words] of /** @type {const} */ ([
      ['keys', NEXT, 'a key to the next layer'],
      ['clicks', ANY, 'a click on any layer'],
    ])) {
      const times = []
      for (const mode of ['stack', 'changes'])
        times.push(...(await timeSwitches(page, { by, mode, path, count: LAYERS, seen })))
      const painted = times.map((time) => time.painted)
      const rows = times.map((time) => time.rows)
      const figure = `window, ${entries} entries: ${words} until its rows are painted`
      limit(`${figure}, p95, against ${most} ms`, most, painted, percentile(painted, 0.95))
      limit(`${figure}, half of them within`, most, painted, median(painted))
      limit(`${figure}, of that until the rows are in the page, p95`, most, rows, percentile(rows, 0.95))
    }
    const changes = [...seen].flatMap(([key, text]) => (key.startsWith('changes') ? [text] : []))
    if (new Set(changes).size !== LAYERS) throw new Error('two layers show the same changes')
  })
}

async function openAllInWindow() {
  await withTreeWindow([{ layer: 0, from: 0, paths: 500_000 }], async ({ page }) => {
    const times = []
    for (let round = 0; round < ROUNDS * 2; round += 1) {
      times.push((await timeOpenAll(page, 500_000)).painted)
      await page.getByRole('button', { name: 'Close all folders' }).click()
      await page.waitForTimeout(500)
    }
    limit('window: all folders opened until the first of 500,000 files are painted', 50, times, median(times))
  })
}

if (only !== 'window') await import('./lib/treeWorker.mjs')
if (only !== 'worker') {
  await inWindow(SMALL)
  await inWindow(LARGE)
  await openAllInWindow()
}
