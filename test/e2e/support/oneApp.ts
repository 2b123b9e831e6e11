import { type LaunchOptions, launchApp, type RunningApp } from './launch'

export type OneApp = {
  /** The app that is up with these options, as if it had just been started; started where none is. */
  readonly open: (options: LaunchOptions) => Promise<RunningApp>
  readonly close: () => Promise<void>
}

type Kept = { readonly key: string; readonly app: RunningApp; readonly settings: string }

/** An app that is kept from test to test. */
export function oneApp(): OneApp {
  let kept: Kept | undefined
  const close = async (): Promise<void> => {
    await kept?.app.close()
    kept = undefined
  }
  return {
    close,
    open: async (options) => {
      const key = JSON.stringify(options)
      if (kept !== undefined && kept.key === key && isUp(kept.app) && (await renew(kept))) return kept.app
      await close()
      const app = await launchApp(options)
      kept = { key, app, settings: await settingsOf(app) }
      return app
    },
  }
}

/** With our page in its window. */
function isUp({ electron, page }: RunningApp): boolean {
  const { exitCode, signalCode, killed } = electron.process()
  return exitCode === null && signalCode === null && !killed && page.url().startsWith('app://')
}

async function settingsOf({ page }: RunningApp): Promise<string> {
  return await page.evaluate(async () => {
    const answer = await window.strata.settings.get()
    if (!answer.ok) throw new Error(answer.error.code)
    return JSON.stringify(answer.value)
  })
}

/** What a page keeps is in its settings, its jobs and its address. False where something of it can't be taken back. */
async function renew({ app, settings }: Kept): Promise<boolean> {
  const { page } = app
  const jobs = await page.evaluate(async (patch) => {
    await window.strata.settings.set(JSON.parse(patch))
    history.replaceState(null, '', location.pathname)
    const jobsNow = async () => {
      const answer = await window.strata.jobs.list()
      return answer.ok ? answer.value : []
    }
    for (const { id, state } of await jobsNow()) {
      if (state.type !== 'running') await window.strata.jobs.dismiss({ id })
    }
    return (await jobsNow()).length
  }, settings)
  // A setting that had no value at first keeps its new one.
  if (jobs > 0 || (await settingsOf(app)) !== settings) return false
  await page.reload()
  return true
}
