import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { callNames, eventNames } from '@shared/channels'
import { expect, test } from './fixtures'
import { electronPath } from './support/electronPath'
import { appEnvironment, builtApp, launchApp, rootFlags } from './support/launch'
import { bugsIn } from './support/mainLog'

test.use({ engine: 'none' })

test.describe('the window', () => {
  test.use({ oneApp: true })

  test('has a page without any power of its own', async ({ strata }) => {
    const preferences = await strata.electron.evaluate(({ webContents }) =>
      webContents.getAllWebContents().map((contents) => {
        // Not in the types of every Electron that we run on.
        const read: unknown = Reflect.get(contents, 'getLastWebPreferences')
        return typeof read === 'function' ? JSON.stringify(Reflect.apply(read, contents, [])) : 'unknown'
      }),
    )
    expect(preferences).toHaveLength(1)
    if (preferences[0] !== 'unknown') {
      expect(JSON.parse(preferences[0] ?? '')).toMatchObject({
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInSubFrames: false,
        webviewTag: false,
        webSecurity: true,
        experimentalFeatures: false,
        allowRunningInsecureContent: false,
      })
      expect(JSON.parse(preferences[0] ?? '')).not.toMatchObject({ nodeIntegrationInWorker: true })
    }
    const reachable = await strata.page.evaluate(() =>
      [
        'require',
        'process',
        'module',
        'exports',
        'Buffer',
        'global',
        'electron',
        'ipcRenderer',
        '__dirname',
      ].filter((name) => name in window),
    )
    expect(reachable).toEqual([])
  })

  test('has window.strata as the contract says, and can change nothing of it', async ({ page }) => {
    const seen = await page.evaluate(() =>
      Object.fromEntries(
        Object.entries(window.strata).map(([domain, api]) => [domain, Object.keys(api).sort()]),
      ),
    )
    const expected = Object.fromEntries(
      Object.entries(callNames).map(([domain, actions]) => {
        const events = Object.entries(eventNames).find(([name]) => name === domain)?.[1] ?? []
        const listeners = events.map((name) => `on${name.charAt(0).toUpperCase()}${name.slice(1)}`)
        return [domain, [...actions, ...listeners].sort()]
      }),
    )
    expect(seen).toEqual(expected)
    const replaced = await page.evaluate(() => {
      const before = window.strata.images.list
      try {
        Object.assign(window.strata.images, { list: () => 'mine' })
        Object.assign(window, { strata: {} })
      } catch {
        // Frozen: that is the point.
      }
      return window.strata.images.list !== before
    })
    expect(replaced).toBe(false)
  })

  test('is served from app://strata, as a secure origin', async ({ page }) => {
    expect(new URL(page.url()).protocol).toBe('app:')
    expect(await page.evaluate(() => [window.origin, window.isSecureContext])).toEqual(['app://strata', true])
  })

  test('opens before any engine answers, and meets no bug', async ({ strata }) => {
    const status = await strata.page.evaluate(async () => await window.strata.engine.status())
    expect(status).toMatchObject({ ok: true })
    expect(bugsIn(strata.userData)).toEqual([])
  })
})

test('a second start brings the first window to the front and ends', async ({ strata }) => {
  await strata.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize())
  const scratch = mkdtempSync(join(tmpdir(), 'strata-second-'))
  try {
    const second = spawn(await electronPath(), [...rootFlags(), builtApp()], {
      env: appEnvironment(scratch, strata.userData, {}),
      stdio: 'ignore',
    })
    expect(await new Promise((resolve) => second.once('exit', resolve))).toBe(0)
    const windows = () =>
      strata.electron.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows().map((one) => one.isMinimized()),
      )
    await expect.poll(windows).toEqual([false])
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
})

test('size, theme and settings are there again after a restart', async () => {
  const userData = mkdtempSync(join(tmpdir(), 'strata-kept-'))
  try {
    const first = await launchApp({ userData })
    await first.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.setContentSize(1010, 710),
    )
    const size = () =>
      first.electron.evaluate(
        ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getNormalBounds().width ?? 0,
      )
    await expect.poll(size).toBe(1010)
    await first.page.evaluate(async () => await window.strata.settings.set({ theme: 'dark', undoSeconds: 3 }))
    await first.close()

    const second = await launchApp({ userData })
    try {
      const look = await second.electron.evaluate(({ BrowserWindow, nativeTheme }) => {
        const window = BrowserWindow.getAllWindows()[0]
        return [window?.getNormalBounds().width, nativeTheme.themeSource, window?.getBackgroundColor()]
      })
      expect(look).toEqual([1010, 'dark', '#18191C'])
      const settings = await second.page.evaluate(async () => await window.strata.settings.get())
      expect(settings).toMatchObject({ ok: true, value: { theme: 'dark', undoSeconds: 3 } })
    } finally {
      await second.close()
    }
  } finally {
    rmSync(userData, { recursive: true, force: true })
  }
})

test('settings that change are told to the page', async ({ page }) => {
  const heard = await page.evaluate(async () => {
    const seen: string[] = []
    const stop = window.strata.settings.onChanged(({ density }) => seen.push(density))
    await window.strata.settings.set({ density: 'comfortable' })
    stop()
    await window.strata.settings.set({ density: 'compact' })
    return seen
  })
  expect(heard).toEqual(['comfortable'])
})

test('the page copies text through main', async ({ strata }) => {
  await strata.page.evaluate(async () => await window.strata.app.copy({ text: 'redis:7\u0000\n<b>' }))
  const text = await strata.electron.evaluate(async ({ clipboard }) => await clipboard.readText())
  expect(text).toBe('redis:7\n<b>')
})

test('a text is saved where the dialog says, under a harmless name', async ({ strata }) => {
  const path = join(strata.userData, 'saved.csv')
  await strata.electron.evaluate(({ dialog }, filePath) => {
    const asked: unknown[] = []
    Object.assign(globalThis, { asked })
    dialog.showSaveDialog = async (...args: unknown[]) => {
      asked.push(args.at(-1))
      return { canceled: false, filePath }
    }
  }, path)
  const saved = await strata.page.evaluate(
    async () => await window.strata.app.saveText({ suggestedName: '../../x.csv', text: 'a,b\n' }),
  )
  expect(saved).toEqual({ ok: true, value: { saved: true, path } })
  expect(readFileSync(path, 'utf8')).toBe('a,b\n')
  const asked = await strata.electron.evaluate(() => JSON.stringify(Reflect.get(globalThis, 'asked')))
  expect(asked).toContain('_.._x.csv')
})
