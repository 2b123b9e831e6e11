// The image list against `docker images` on the same engine, and scrolling it.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadBulk } from '../scripts/sandbox/images/load.mjs'
import { bringUp } from '../scripts/sandbox/index.mjs'
import { listShown, startApp } from './lib/app.mjs'
import { dockerTime } from './lib/cli.mjs'
import { median, percentile, report } from './lib/figure.mjs'

const RUNS = 9
const FRAME = 1000 / 60

/**
 * Leaves the engine and goes to it again, so that nothing is live. Counted from the moment it is connected, when the
 * list is asked for, until the last visible row is painted, with every row sent to the page and parsed anew.
 */
function timeList(page) {
  return page.evaluate(async () => {
    const { strata } = window
    const status = await strata.engine.status()
    let wanted = Number.POSITIVE_INFINITY
    const stop = strata.images.onChanged((change) => {
      if (change.type === 'reset') wanted = change.revision
    })
    const grid = document.querySelector('[role=grid]')
    let start = performance.now()
    const stopEngine = strata.engine.onChanged(({ state }) => {
      if (state.type === 'connected') start = performance.now()
    })
    const painted = new Promise((resolve) => {
      const observer = new MutationObserver(() => {
        if (Number(grid.getAttribute('data-revision')) < wanted) return
        observer.disconnect()
        // The frame that holds the rows; a message sent from it comes after it is painted.
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel()
          port1.onmessage = () => resolve(performance.now() - start)
          port2.postMessage(0)
        })
      })
      observer.observe(grid, { attributes: true, attributeFilter: ['data-revision'] })
    })
    await strata.engine.use({ endpointId: status.value.endpoint.id })
    const ms = await painted
    stop()
    stopEngine()
    return ms
  })
}

async function againstCli(sandbox, count) {
  const app = await startApp('.', { host: sandbox.info.host })
  await listShown(app.page, count - 1)
  const ours = []
  const other = []
  for (let run = 0; run < RUNS; run += 1) {
    other.push(await dockerTime(sandbox.info, ['images']))
    ours.push(await timeList(app.page))
  }
  report({
    bench: 'list',
    figure: `${count} images, ${sandbox.info.store} store: request to last visible row painted, against docker images`,
    goal: 0.75,
    ours: median(ours),
    other: median(other),
    unit: 'ms',
    runs: RUNS,
  })
  return app
}

async function scrolling(page) {
  const frames = await page.evaluate(
    () =>
      new Promise((resolve) => {
        const scroller = document.querySelector('[role=grid]')
        const times = []
        let last
        let step = 0
        const frame = (now) => {
          if (last !== undefined) times.push(now - last)
          last = now
          step += 1
          if (step > 300) return resolve(times)
          scroller.scrollTop = 120 * step
          requestAnimationFrame(frame)
        }
        requestAnimationFrame(frame)
      }),
  )
  report({
    bench: 'list',
    figure: 'scrolling 5,000 rows by 120 px each frame (7,200 px/s): 95th percentile frame, against 16.7 ms',
    goal: 1.1,
    ours: percentile(frames, 0.95),
    other: FRAME,
    unit: 'ms',
    runs: frames.length,
  })
}

async function classic() {
  const sandbox = await bringUp({ engine: 'newest' })
  try {
    await loadBulk(sandbox.info, { count: 1000 })
    await (await againstCli(sandbox, 1000)).close()
    await loadBulk(sandbox.info, { count: 4000, prefix: 'more' })
    const app = await againstCli(sandbox, 5000)
    await scrolling(app.page)
    await app.close()
  } finally {
    await sandbox.close()
  }
}

/** From the page's first request to rows painted, in a start that has only its disk cache to go by. */
async function containerd() {
  const sandbox = await bringUp({ engine: 'newest-containerd' })
  const userData = mkdtempSync(join(tmpdir(), 'strata-bench-data-'))
  try {
    await loadBulk(sandbox.info, { count: 1000 })
    const first = await startApp('.', { host: sandbox.info.host, userData })
    await listShown(first.page, 999)
    // The cache is written two seconds after the engine confirmed the list.
    await first.page.waitForTimeout(4_000)
    await first.close()
    const other = []
    const ours = []
    for (let run = 0; run < 3; run += 1) {
      other.push(await dockerTime(sandbox.info, ['images']))
      const app = await startApp('.', { host: sandbox.info.host, userData })
      await listShown(app.page, 999)
      ours.push(
        await app.page.evaluate(
          () => new Promise((resolve) => requestAnimationFrame(() => resolve(performance.now()))),
        ),
      )
      await app.close()
    }
    report({
      bench: 'list',
      figure:
        '1,000 images, containerd store: page start to rows painted from the disk cache, against docker images',
      goal: 0.1,
      ours: median(ours),
      other: median(other),
      unit: 'ms',
      runs: 3,
    })
  } finally {
    await sandbox.close()
    rmSync(userData, { recursive: true, force: true })
  }
}

const only = process.env.STRATA_BENCH_STORE
if (only !== 'containerd') await classic()
if (only !== 'classic') await containerd()
