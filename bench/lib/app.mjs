import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { _electron } from 'playwright'

/**
 * Starts an app folder in the Electron that scripts/bench.mjs found.
 * @param {string} folder the app: '.' for Strata, 'bench/bare' for a bare window
 * @param {{ host?: string, userData?: string }} [options] userData: kept when given, else fresh and removed at the end
 */
export async function startApp(folder, { host, userData } = {}) {
  const scratch = mkdtempSync(join(tmpdir(), 'strata-bench-'))
  const app = await _electron.launch({
    executablePath: process.env.STRATA_ELECTRON,
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), resolve(folder)],
    env: {
      ...process.env,
      ...(host === undefined ? {} : { DOCKER_HOST: host }),
      DOCKER_CONFIG: join(scratch, 'docker'),
      STRATA_USER_DATA: userData ?? join(scratch, 'data'),
    },
  })
  const page = await app.firstWindow()
  return {
    app,
    page,
    pid: /** @type {number} */ (app.process().pid),
    close: async () => {
      await app.close()
      rmSync(scratch, { recursive: true, force: true })
    },
  }
}

/** Milliseconds from the start of the process to the window's first contentful paint. */
export async function firstPaint({ app, page }) {
  const created = await app.evaluate(() => process.getCreationTime())
  const painted = await page.evaluate(
    () =>
      new Promise((done) => {
        new PerformanceObserver((list, observer) => {
          for (const entry of list.getEntries()) {
            if (entry.name !== 'first-contentful-paint') continue
            observer.disconnect()
            done(performance.timeOrigin + entry.startTime)
          }
        }).observe({ type: 'paint', buffered: true })
      }),
  )
  return painted - created
}

/** Waits until the grid shows live rows, and returns how many the engine has. */
export async function listShown(page, atLeast = 1) {
  const grid = page.getByRole('grid', { name: 'Images' })
  await grid.waitFor()
  await page.waitForFunction(
    (n) => Number(document.querySelector('[role=grid]')?.getAttribute('aria-rowcount') ?? 0) > n,
    atLeast,
    { timeout: 120_000 },
  )
}

/** Waits until the app has its engine, whether that has images or not. */
export async function connected(page) {
  await page.waitForFunction(
    async () => (await window.strata.engine.status()).value?.state.type === 'connected',
    undefined,
    { polling: 100 },
  )
}
