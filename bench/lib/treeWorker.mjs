// The tree of layers as the worker makes it. The reply is cloned as the way to the main thread does.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { bundle } from './bundle.mjs'
import { median, percentile, report } from './figure.mjs'
import { fileLayer } from './layerIndexes.mjs'
import { LARGE, LAYERS, ROUNDS, SMALL } from './treeShapes.mjs'

const PAGE = 200

const scratch = mkdtempSync(join(tmpdir(), 'strata-bench-tree-'))
const target = join(scratch, 'analysis.mjs')
await bundle('main/layers/analysis.ts', target)
const { createModel, treeRows, wasteReport, compareModels, compareRows } = await import(
  pathToFileURL(target).href
)
rmSync(scratch, { recursive: true })

const open = { all: true, except: [] }

function timed(work) {
  const start = performance.now()
  const result = work()
  return { ms: performance.now() - start, result }
}

/** Like the arrow keys over the stack: up, down, and jumps; both views of a layer. */
function switches(model) {
  const times = []
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const layer of [0, 1, 2, 3, 4, 5, 6, 7, 8, 7, 6, 5, 4, 3, 2, 1, 0, 8, 2, 6, 1, 7]) {
      for (const mode of ['stack', 'changes']) {
        const query = { layer, mode, sort: 'name', open }
        const { ms, result } = timed(() => structuredClone(treeRows(model, query, 0, PAGE)))
        if (result.rows.length !== PAGE) throw new Error(`${result.rows.length} rows of ${result.total}`)
        times.push(ms)
      }
    }
  }
  return times
}

function limit(figure, goal, times, value) {
  report({ bench: 'tree', figure, goal: 1, ours: value, other: goal, unit: 'ms', runs: times.length })
}

const same = Array.from({ length: LAYERS }, (_, layer) => fileLayer({ layer, from: 0, paths: 50_000 }))
const rewritten = switches(createModel(same))
limit(
  'switch of layer, 9 layers of the same 50,000 paths, p95, against 100 ms',
  100,
  rewritten,
  percentile(rewritten, 0.95),
)

for (const { shape, entries, most } of [SMALL, LARGE]) {
  const times = switches(createModel(shape.map(fileLayer)))
  const figure = `switch of layer, ${entries} entries in 9 layers, p95, against ${most} ms`
  limit(figure, most, times, percentile(times, 0.95))
  limit(`the same, half of them within, against ${most} ms`, most, times, median(times))
}

const large = fileLayer({ layer: 0, from: 0, paths: 500_000 })
const models = []
const first = Array.from({ length: ROUNDS }, () => {
  const { ms, result: model } = timed(() => createModel([large]))
  models.push(ms)
  const query = { layer: 0, mode: 'stack', sort: 'name', open }
  return timed(() => structuredClone(treeRows(model, query, 0, PAGE))).ms
})
limit('first view of 500,000 files, all folders open, against 50 ms', 50, first, median(first))
limit('model of 500,000 files (once an image), against 1,000 ms', 1_000, models, median(models))

const model = createModel(same)
const waste = Array.from({ length: ROUNDS }, () => timed(() => wasteReport(createModel(same))).ms)
limit('model and waste of 450,000 entries (once an image), against 2,000 ms', 2_000, waste, median(waste))
const other = createModel(same.slice(0, 4))
const compare = Array.from({ length: ROUNDS }, () => {
  return timed(() => compareRows(compareModels(model, other), { sort: 'name', open }, 0, PAGE)).ms
})
limit('two images of 50,000 files compared, against 500 ms', 500, compare, median(compare))
