// What an idle window costs: 5,000 images, everything read, nobody touching it.
import { loadBulk } from '../scripts/sandbox/images/load.mjs'
import { bringUp } from '../scripts/sandbox/index.mjs'
import { listShown, startApp } from './lib/app.mjs'
import { treeCpu } from './lib/cpu.mjs'
import { report } from './lib/figure.mjs'

const IMAGES = 5_000
const MINUTE = 60_000
/** Reading and start-up are over when a stretch of this many ms cost less than this many seconds. */
const STRETCH = 5_000
const QUIET = 0.05

async function quiet(page, pid) {
  for (let tries = 0; tries < 60; tries += 1) {
    const before = treeCpu(pid)
    await page.waitForTimeout(STRETCH)
    if (treeCpu(pid) - before < QUIET) return
  }
  throw new Error('the window never came to rest')
}

async function minuteOn(page, pid, what) {
  await quiet(page, pid)
  const before = treeCpu(pid)
  const start = performance.now()
  await page.waitForTimeout(MINUTE)
  const seconds = (performance.now() - start) / 1000
  report({
    bench: 'idle',
    figure: `${what}: processor time of all processes in a minute, against one whole core`,
    goal: 0.005,
    ours: treeCpu(pid) - before,
    other: seconds,
    unit: 's',
    runs: 1,
  })
}

const sandbox = await bringUp({ engine: 'newest' })
try {
  await loadBulk(sandbox.info, { count: IMAGES })
  const { page, pid, close } = await startApp('.', { host: sandbox.info.host })
  await listShown(page, IMAGES - 1)
  await minuteOn(page, pid, '5,000 images listed')
  await page
    .getByRole('link', { name: 'Disk' })
    .or(page.getByRole('button', { name: 'Disk' }))
    .first()
    .click()
  await minuteOn(page, pid, 'the disk page of 5,000 images')
  await close()
} finally {
  await sandbox.close()
}
