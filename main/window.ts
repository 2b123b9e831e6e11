import { join } from 'node:path'
import { app, BrowserWindow, nativeTheme, screen } from 'electron'
import { appUrl } from './security/origin'
import type { SettingsFile } from './settings/settingsFile'
import { minimumSize, readWindowState, type WindowState } from './settings/windowState'

/** The page's own background in each theme: what shows before its first paint must not flash. */
const background = { light: '#ffffff', dark: '#18191c' } as const

export type MainWindow = {
  readonly window: BrowserWindow
  readonly loaded: Promise<void>
  /** Remembers its size and place. */
  readonly save: () => void
}

/** The one window: a sandboxed page that has `window.strata` and nothing else of the system. */
export function openMainWindow(file: SettingsFile): MainWindow {
  const screens = screen.getAllDisplays().map((display) => display.workArea)
  const state = readWindowState(file.read().window, screens)
  const { maximized, ...bounds } = state
  const window = new BrowserWindow({
    ...bounds,
    minWidth: minimumSize.width,
    minHeight: minimumSize.height,
    title: 'Strata',
    show: false,
    backgroundColor: backgroundNow(),
    webPreferences: {
      preload: join(import.meta.dirname, '..', 'preload', 'preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      nodeIntegrationInWorker: false,
      webviewTag: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: !app.isPackaged,
    },
  })
  window.setMenuBarVisibility(false)
  if (maximized) window.maximize()
  window.once('ready-to-show', () => {
    window.show()
    // Decoding it would be a tenth of the time to the first paint; elsewhere the program file carries it.
    if (process.platform === 'linux') window.setIcon(join(app.getAppPath(), 'build', 'icon.png'))
  })
  const save = (): void => void file.write({ window: stateOf(window) }).catch(() => undefined)
  const paint = (): void => window.setBackgroundColor(backgroundNow())
  nativeTheme.on('updated', paint)
  window.on('close', save)
  window.once('closed', () => nativeTheme.off('updated', paint))
  return { window, loaded: window.loadURL(appUrl), save }
}

function backgroundNow(): string {
  return nativeTheme.shouldUseDarkColors ? background.dark : background.light
}

function stateOf(window: BrowserWindow): WindowState {
  return { ...window.getNormalBounds(), maximized: window.isMaximized() }
}
