// The disk page of 5,000 images, first ever and from its cache, against `docker system df -v` on the same engine.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadBulk } from '../scripts/sandbox/images/load.mjs'
import { bringUp } from '../scripts/sandbox/index.mjs'
import { listShown, startApp } from './lib/app.mjs'
import { dockerTime } from './lib/cli.mjs'
import { median, report } from './lib/figure.mjs'

const RUNS = Number(process.env.STRATA_BENCH_RUNS ?? 5)
/** Nobody clicks sooner after the list is there, ms. */
const MOMENT = 1_000
const IMAGES = Number(process.env.STRATA_BENCH_IMAGES ?? 5_000)
const engine = process.env.STRATA_BENCH_STORE === 'containerd' ? 'newest-containerd' : 'newest'

/**
 * From the click on Disk to the picture painted; and to the numbers as the engine has them now, every layer read. `cached`: what was
 * painted is what an earlier run kept, grey and with its age. The app may have read it in the moment before the click, as it does
 * for a person; the engine it may not ask before.
 */
async function openDisk(page) {
  return await page.evaluate(async () => {
    const place = [...document.querySelectorAll('nav button')].find((each) => each.textContent === 'Disk')
    const start = performance.now()
    place.click()
    const until = async (isThere) => {
      for (;;) {
        await new Promise((resolve) => requestAnimationFrame(resolve))
        if (isThere()) break
      }
      // After the frame in which it is there is painted.
      await new Promise((resolve) => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = resolve
        port2.postMessage(0)
      })
      return performance.now() - start
    }
    const picture = () => document.querySelector('[aria-label="The disk, each byte once"] button') !== null
    const painted = await until(picture)
    const cached = document.querySelector('main .stale') !== null
    const settled = async () => {
      const answer = await window.strata.disk.page({})
      return answer.ok && answer.value.freshness.type === 'live' && !answer.value.asking
    }
    while (!(await settled())) await new Promise((resolve) => setTimeout(resolve, 20))
    return { painted, cached, settled: performance.now() - start }
  })
}

const sandbox = await bringUp({ engine })
const kept = mkdtempSync(join(tmpdir(), 'strata-bench-disk-'))
try {
  if (process.env.STRATA_BENCH_LOADED === undefined) await loadBulk(sandbox.info, { count: IMAGES })
  const first = []
  const settled = []
  const cached = []
  const other = []
  for (let run = 0; run < RUNS; run += 1) {
    other.push(await dockerTime(sandbox.info, ['system', 'df', '--verbose']))
    const fresh = await startApp('.', { host: sandbox.info.host })
    await listShown(fresh.page, IMAGES - 1)
    await fresh.page.waitForTimeout(MOMENT)
    const times = await openDisk(fresh.page)
    first.push(times.painted)
    settled.push(times.settled)
    await fresh.close()
  }
  for (let run = 0; run <= RUNS; run += 1) {
    const again = await startApp('.', { host: sandbox.info.host, userData: kept })
    await listShown(again.page, IMAGES - 1)
    await again.page.waitForTimeout(MOMENT)
    const times = await openDisk(again.page)
    // The first one fills the cache.
    if (run > 0) {
      if (!times.cached) throw new Error('what was painted did not come from the cache')
      cached.push(times.painted)
    }
    await again.page.waitForTimeout(3_000)
    await again.close()
  }
  const base = median(other)
  const what = `${engine}, ${IMAGES} images`
  const line = (figure, goal, ours) =>
    report({ bench: 'disk', figure: `${what}: ${figure}`, goal, ours, other: base, unit: 'ms', runs: RUNS })
  line('first disk page ever painted, against docker system df -v', 0.5, median(first))
  line('until the engine has told all of it, against docker system df -v', 1, median(settled))
  line('disk page from its cache after a restart, against docker system df -v', 0.1, median(cached))
} finally {
  rmSync(kept, { recursive: true, force: true })
  await sandbox.close()
}
