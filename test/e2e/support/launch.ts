import type { ChildProcess } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { _electron, type ElectronApplication, type Page } from 'playwright/test'
import { electronPath } from './electronPath'

export const appFolder = resolve(import.meta.dirname, '../../..')

export type LaunchOptions = {
  /** DOCKER_HOST of the app; none answers when left out. */
  readonly host?: string
  /** Kept when given, so that a second start finds it; fresh and removed otherwise. */
  readonly userData?: string
  readonly env?: Readonly<Record<string, string>>
  readonly args?: readonly string[]
}

export type RunningApp = {
  readonly electron: ElectronApplication
  readonly page: Page
  readonly userData: string
  /** What main wrote to stderr so far. */
  readonly stderr: () => string
  /** Ends it without asking anything, and removes what was made for it. */
  readonly close: () => Promise<void>
}

/** Starts the built app as a person would, on its own data and docker folders, and waits for its first window. */
export async function launchApp(options: LaunchOptions = {}): Promise<RunningApp> {
  const scratch = mkdtempSync(join(tmpdir(), 'strata-e2e-'))
  const userData = options.userData ?? join(scratch, 'data')
  const electron = await startElectron(scratch, userData, options)
  // Asked for now: after its end Playwright no longer has it.
  const child = electron.process()
  const lines: string[] = []
  child.stderr?.on('data', (chunk: Buffer) => lines.push(chunk.toString('utf8')))
  let closing = false
  child.once('exit', (code, signal) => {
    if (!closing && code !== 0) console.error(`main ended with ${code ?? signal}\n${lines.join('')}`)
  })
  const page = await electron.firstWindow({ timeout: 30_000 }).catch(async (error: unknown) => {
    const state = await Promise.race([windowStates(electron), after(3_000, 'main does not answer')])
    closing = true
    child.kill('SIGKILL')
    throw new Error(`no window: ${state}\n${lines.join('')}`, { cause: error })
  })
  return {
    electron,
    page,
    userData,
    stderr: () => lines.join(''),
    close: async () => {
      closing = true
      // SIGTERM: nobody is asked about running jobs.
      child.kill('SIGTERM')
      await ended(child)
      // Helpers of Electron may still write for a moment after main has ended.
      rmSync(scratch, { recursive: true, force: true, maxRetries: 12, retryDelay: 100 })
    },
  }
}

/**
 * On a busy machine Playwright now and then misses the answer of Electron's debugger (about 1 start in 30 with a load of
 * 10 on 2 cores; the app itself is up then). Such a start is ended and made again, and said.
 */
async function startElectron(
  scratch: string,
  userData: string,
  options: LaunchOptions,
  attempt = 1,
): Promise<ElectronApplication> {
  try {
    const electron = await _electron.launch({
      executablePath: await electronPath(),
      args: [...rootFlags(), ...(options.args ?? []), builtApp()],
      env: appEnvironment(scratch, userData, options),
      timeout: attempt === 1 ? 12_000 : 30_000,
    })
    return withSteadyEvaluate(electron)
  } catch (error) {
    const late = error instanceof Error && error.name === 'TimeoutError'
    if (!late || attempt === 3) throw error
    console.warn(`Playwright missed start ${attempt}; once more`)
    return await startElectron(scratch, userData, options, attempt + 1)
  }
}

/**
 * The same debugger now and then reports that it collected the answer of what ran in main as garbage. It did run: what tests
 * run there can be run twice.
 */
function withSteadyEvaluate(electron: ElectronApplication): ElectronApplication {
  const once = electron.evaluate.bind(electron)
  const evaluate = async (...given: Parameters<typeof once>): Promise<unknown> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await once(...given)
      } catch (error) {
        if (attempt === 4 || !String(error).includes('garbage collected')) throw error
      }
    }
  }
  return Object.assign(electron, { evaluate })
}

/** Chromium has no sandbox for root; only tests ever pass this. */
export function rootFlags(): readonly string[] {
  return process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []
}

export function builtApp(): string {
  if (!existsSync(join(appFolder, 'out/main/main.js'))) throw new Error('nothing built: npm run build')
  return appFolder
}

export function appEnvironment(
  scratch: string,
  userData: string,
  { host, env }: LaunchOptions,
): Record<string, string> {
  const config = join(scratch, 'docker')
  mkdirSync(config, { recursive: true })
  const own = Object.entries(process.env).filter(([name]) => !/^(?:DOCKER_|STRATA_|ELECTRON_RUN)/.test(name))
  const inherited = Object.fromEntries(own.map(([name, value]) => [name, value ?? '']))
  return {
    ...inherited,
    DOCKER_HOST: host ?? `unix://${join(scratch, 'no-engine.sock')}`,
    DOCKER_CONFIG: config,
    STRATA_USER_DATA: userData,
    ...env,
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  await new Promise<void>((resolve) => {
    const late = setTimeout(() => child.kill('SIGKILL'), 15_000)
    child.once('exit', () => {
      clearTimeout(late)
      resolve()
    })
  })
}

/** For the message of a window that did not come. */
async function windowStates(electron: ElectronApplication): Promise<string> {
  return await electron.evaluate(({ app, BrowserWindow }) =>
    JSON.stringify({
      ready: app.isReady(),
      windows: BrowserWindow.getAllWindows().map((one) => [one.webContents.getURL(), one.isVisible()]),
    }),
  )
}

async function after<T>(ms: number, value: T): Promise<T> {
  return await new Promise((resolve) => setTimeout(() => resolve(value), ms))
}
