// Reading every file of an engine's image in the window, against `docker save > /dev/null` of the same.
import { spawn } from 'node:child_process'
import { randomFillSync } from 'node:crypto'
import { once } from 'node:events'
import { openSync } from 'node:fs'
import { layerOf } from '../scripts/sandbox/images/archive.mjs'
import { loadImages } from '../scripts/sandbox/images/load.mjs'
import { bringUp } from '../scripts/sandbox/index.mjs'
import { listShown, startApp } from './lib/app.mjs'
import { duel } from './lib/duel.mjs'
import { percentile, report } from './lib/figure.mjs'
import { jobTime } from './lib/job.mjs'
import { treeMemory } from './lib/memory.mjs'

const ROUNDS = Number(process.env.STRATA_BENCH_ROUNDS ?? 3)
const SIZES = (process.env.STRATA_BENCH_SIZES ?? '0.1,1,4').split(',').map(Number)
const STORE = process.env.STRATA_BENCH_STORE ?? 'newest'
const GB = 1_000_000_000
const FILE = 16_000
const MEMORY_BASE = 110_000_000
const MEMORY_ENTRY = 150

const sandbox = await bringUp({ engine: STORE })
const { info } = sandbox

/** Half of the bytes compress, as those of programs do. */
function filesOf(seed, bytes, folder) {
  const count = Math.round(bytes / FILE)
  const block = Buffer.alloc(1_048_576, `${seed} `)
  for (let at = 0; at < block.length; at += 8_192) randomFillSync(block, at, 4_096)
  return Array.from({ length: count }, (_, i) => {
    const from = (i * 4_099) % (block.length - FILE)
    return { name: `${folder}/d${i % 200}/f${i}`, content: block.subarray(from, from + FILE) }
  })
}

function step(seed, bytes) {
  return { createdBy: `COPY ${seed} /${seed}`, layer: layerOf(filesOf(seed, bytes, seed)) }
}

const open = async (page, image) =>
  await page.evaluate(async (wanted) => {
    const answer = await window.strata.contents.open({ place: { type: 'engine', image: wanted } })
    if (!answer.ok) throw new Error(JSON.stringify(answer.error))
    return answer.value
  }, image)

/** Milliseconds until the stack and the waste are there, everything read before. */
const look = async (page, image) =>
  await page.evaluate(async (wanted) => {
    const start = performance.now()
    const opened = await window.strata.contents.open({ place: { type: 'engine', image: wanted } })
    if (!opened.ok) throw new Error(JSON.stringify(opened.error))
    const { handle, reading } = opened.value
    if (reading.type !== 'ready') throw new Error('not read yet')
    for (const call of [
      () => window.strata.contents.layers({ handle }),
      () => window.strata.contents.waste({ handle }),
    ]) {
      const answer = await call()
      if (!answer.ok) throw new Error(JSON.stringify(answer.error))
    }
    const took = performance.now() - start
    await window.strata.contents.close({ handle })
    return took
  }, image)

/** Opens, reads all layers and looks at them, with nothing known before. */
async function analyse(page, images) {
  const opened = []
  for (const image of images) opened.push(await open(page, image))
  const [first, ...others] = opened.map(({ handle }) => handle)
  const read = await jobTime(page, 'contents.read', { handle: first, also: others })
  return read + (await look(page, images[0]))
}

/** `docker save IMAGE > /dev/null`, as a shell does it. Milliseconds. */
async function savesTo(images) {
  const start = performance.now()
  const child = spawn(info.cli, ['save', ...images], {
    env: { ...process.env, ...info.cliEnv },
    stdio: ['ignore', openSync('/dev/null', 'w'), 'inherit'],
  })
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`docker save ended with ${code}`)
  return performance.now() - start
}

/** Each with an app that knows nothing. */
async function withFreshApp(work) {
  const started = await startApp('.', { host: info.host })
  await listShown(started.page, 1)
  try {
    return await work(started)
  } finally {
    await started.close()
  }
}

async function wholeAnalysis() {
  const steps = ['a', 'b', 'c', 'd', 'e'].map((seed) => step(`whole-${seed}`, 0.17 * GB))
  await loadImages(info, [{ tags: ['bench/whole:1'], steps }])
  const figure = 'files of an 850 MB image of 53,000 files, all read, against docker save to /dev/null'
  await duel({ bench: 'analyse', figure, goal: 1.1, unit: 'ms' }, ROUNDS, {
    ours: () => withFreshApp(({ page }) => analyse(page, ['bench/whole:1'])),
    other: () => savesTo(['bench/whole:1']),
  })
  await withFreshApp(async ({ app, page }) => {
    await app.evaluate(() => {
      const { monitorEventLoopDelay } = process.getBuiltinModule('node:perf_hooks')
      globalThis.loopDelay = monitorEventLoopDelay({ resolution: 5 })
      globalThis.loopDelay.enable()
    })
    await analyse(page, ['bench/whole:1'])
    const blocked = await app.evaluate(() => globalThis.loopDelay.percentile(99) / 1e6)
    report({
      bench: 'analyse',
      figure: 'main thread while the image is read: 99th percentile of its delay, against 50 ms',
      goal: 1,
      ours: blocked,
      other: 50,
      unit: 'ms',
      runs: 1,
    })
    const again = []
    for (let round = 0; round < ROUNDS * 3; round += 1) again.push(await look(page, 'bench/whole:1'))
    report({
      bench: 'analyse',
      figure: 'the same image again, its layers known, against docker save to /dev/null',
      goal: 0.02,
      ours: percentile(again, 0.5),
      other: await savesTo(['bench/whole:1']),
      unit: 'ms',
      runs: again.length,
    })
  })
}

async function fourTogether() {
  const base = ['a', 'b', 'c'].map((seed) => step(`base-${seed}`, 0.2 * GB))
  const names = [1, 2, 3, 4].map((n) => `bench/four:${n}`)
  for (const [i, name] of names.entries()) {
    await loadImages(info, [{ tags: [name], steps: [...base, step(`own-${i}`, 0.02 * GB)] }])
  }
  const figure = 'four images of 620 MB that share 600 MB, read together, against one of them'
  await duel({ bench: 'analyse', figure, goal: 1.3, unit: 'ms' }, ROUNDS, {
    ours: () => withFreshApp(({ page }) => analyse(page, names)),
    other: () => withFreshApp(({ page }) => analyse(page, names.slice(0, 1))),
  })
}

async function memory() {
  for (const size of SIZES) {
    const name = `bench/memory:${size}`
    // Layers of at most 200 MB, so that this bench itself fits into memory.
    const parts = Math.max(1, Math.round((size * GB) / (0.2 * GB)))
    const steps = Array.from({ length: parts }, (_, i) => step(`m${size}-${i}`, (size * GB) / parts))
    await loadImages(info, [{ tags: [name], steps }])
    const entries = Math.round((size * GB) / FILE)
    await withFreshApp(async ({ page, pid }) => {
      await page.waitForTimeout(3_000)
      const idle = treeMemory(pid)
      let most = idle
      const timer = setInterval(() => {
        most = Math.max(most, treeMemory(pid))
      }, 200)
      await analyse(page, [name])
      clearInterval(timer)
      report({
        bench: 'analyse',
        figure: `most memory above idle while ${size} GB in ${entries} files are read, against 110 MB and 150 bytes a file`,
        goal: 1,
        ours: most - idle,
        other: MEMORY_BASE + MEMORY_ENTRY * entries,
        unit: 'bytes',
        runs: 1,
      })
    })
  }
}

try {
  await wholeAnalysis()
  await fourTogether()
  await memory()
} finally {
  await sandbox.close()
}
