import { test as base, expect, type Page } from 'playwright/test'
import type { HtpasswdRegistryInfo, RegistryInfo, SandboxInfo } from '../../scripts/sandbox/types'
import { type LaunchOptions, launchApp, type RunningApp } from './support/launch'
import { type OneApp, oneApp } from './support/oneApp'
import { dockerCli, readSandbox } from './support/sandbox'

type Fixtures = {
  /** On which engine the window opens. */
  engine: 'sandbox' | 'none'
  /** More for the start of this file's apps: environment, kept data. */
  launch: LaunchOptions
  /**
   * One app for all tests that say so, its page and its settings new for each and its finished jobs gone: a start takes
   * longer than most tests. Not where a start is the subject, or what main remembers.
   */
  oneApp: boolean
  sandbox: SandboxInfo
  /** The sandbox's registry: anybody reads and writes. */
  registry: RegistryInfo
  /** Another one, that wants a login. */
  loginRegistry: HtpasswdRegistryInfo
  /** `docker('images', '-q')` on the sandbox engine. */
  docker: (...args: readonly string[]) => Promise<string>
  strata: RunningApp
  page: Page
}

type WorkerFixtures = {
  kept: OneApp
}

/** The app of the test in its real window, on the sandbox engine unless `test.use({ engine: 'none' })`. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  kept: [
    async ({}, use) => {
      const kept = oneApp()
      await use(kept)
      await kept.close()
    },
    { scope: 'worker' },
  ],
  engine: ['sandbox', { option: true }],
  launch: [{}, { option: true }],
  oneApp: [false, { option: true }],
  sandbox: async ({}, use) => {
    const sandbox = readSandbox()
    if (sandbox === undefined) {
      test.skip(true, 'no sandbox engine: STRATA_SANDBOX names none (scripts/dev-sandbox.mjs makes one)')
      return
    }
    await use(sandbox)
  },
  registry: async ({ sandbox: { registry } }, use) => {
    if (registry === undefined) return test.skip(true, 'the sandbox has no registry')
    await use(registry)
  },
  loginRegistry: async ({ sandbox: { htpasswdRegistry } }, use) => {
    if (htpasswdRegistry === undefined) return test.skip(true, 'the sandbox has no registry with a login')
    await use(htpasswdRegistry)
  },
  docker: async ({ sandbox }, use) => {
    await use(async (...args) => await dockerCli(sandbox, args))
  },
  strata: async ({ engine, launch, oneApp, kept }, use, info) => {
    const sandbox = engine === 'sandbox' ? readSandbox() : undefined
    if (engine === 'sandbox' && sandbox === undefined) {
      test.skip(true, 'no sandbox engine: STRATA_SANDBOX names none (scripts/dev-sandbox.mjs makes one)')
      return
    }
    const options = { ...(sandbox !== undefined && { host: sandbox.host }), ...launch }
    // Two windows would take the keyboard from each other.
    if (!oneApp) await kept.close()
    const running = oneApp ? await kept.open(options) : await launchApp(options)
    try {
      await use(running)
    } finally {
      const failed = info.status !== info.expectedStatus
      if (failed) {
        await info.attach('main stderr', { body: running.stderr(), contentType: 'text/plain' })
        await info.attach('window', { body: await shot(running.page), contentType: 'image/png' })
      }
      if (failed || !oneApp) await running.close()
    }
  },
  page: async ({ strata }, use) => {
    await use(strata.page)
  },
})

export { expect }

async function shot(page: Page): Promise<Buffer> {
  return await page.screenshot({ timeout: 5_000 }).catch(() => Buffer.alloc(0))
}
