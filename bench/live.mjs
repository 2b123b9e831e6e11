// A change by the docker CLI until it is on screen, what it costs, and what an idle window asks.
import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bulkImages } from '../scripts/sandbox/images/bulk.mjs'
import { loadBulk } from '../scripts/sandbox/images/load.mjs'
import { bringUp } from '../scripts/sandbox/index.mjs'
import { listShown, startApp } from './lib/app.mjs'
import { dockerTime } from './lib/cli.mjs'
import { countingProxy } from './lib/countingProxy.mjs'
import { percentile, report } from './lib/figure.mjs'

const CHANGES = 20
const IDLE = 60_000

const sandbox = await bringUp({ engine: 'newest' })
const path = join(tmpdir(), `strata-bench-${process.pid}.sock`)
const proxy = await countingProxy(sandbox.info.socketPath, path)
try {
  await loadBulk(sandbox.info, { count: 1000 })
  const { page, close } = await startApp('.', { host: proxy.host })
  await listShown(page, 999)
  await page.getByRole('searchbox').first().fill('a-live')
  await page.waitForTimeout(2_000)
  proxy.take()

  const times = []
  const requests = []
  const names = [...bulkImages({ count: CHANGES })].map((image) => image.tags[0])
  for (const [change, name] of names.entries()) {
    const painted = page.evaluate(
      (text) =>
        new Promise((resolve) => {
          const look = () =>
            document.querySelector('[role=grid]')?.textContent?.includes(text)
              ? requestAnimationFrame(() => resolve(Date.now()))
              : requestAnimationFrame(look)
          look()
        }),
      `change-${change}.`,
    )
    // Sorts before the image's other name, so that it is the one that the row shows first.
    await dockerTime(sandbox.info, ['tag', name, `a-live/app:change-${change}.`])
    const ended = Date.now()
    times.push(Math.max(0, (await painted) - ended))
    await page.waitForTimeout(500)
    requests.push(proxy.take().length)
  }
  report({
    bench: 'live',
    figure: 'end of docker tag to the row painted, 95th percentile, against 300 ms',
    goal: 1,
    ours: percentile(times, 0.95),
    other: 300,
    unit: 'ms',
    runs: CHANGES,
  })
  report({
    bench: 'live',
    figure: 'requests to the engine for one change, the most of all changes, against one',
    goal: 1,
    ours: Math.max(...requests),
    other: 1,
    unit: 'requests',
    runs: CHANGES,
  })
  await page.waitForTimeout(IDLE)
  report({
    bench: 'live',
    figure: 'requests to the engine of an idle window in one minute beside the event stream, against none',
    goal: 0,
    ours: proxy.take().length,
    other: 0,
    unit: 'requests',
    runs: 1,
  })
  await close()
} finally {
  await proxy.close()
  rmSync(path, { force: true })
  await sandbox.close()
}
