import { mkdirSync, writeSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { app, type BrowserWindow, Menu, nativeTheme, session } from 'electron'
import { createEventSender } from './ipc/events'
import { openRouter } from './ipc/router'
import { setMenu } from './menu'
import { askToQuit } from './platform/dialogs'
import { type Log, openLog } from './platform/log'
import { once } from './platform/once'
import { createQuitGuard } from './platform/quitGuard'
import { registerAppScheme, serveApp } from './protocol'
import { lockContents, lockSession } from './security/lockdown'
import type { Services } from './services'
import { openSettingsFile } from './settings/settingsFile'
import { readTheme } from './settings/theme'
import { type MainWindow, openMainWindow } from './window'

useOwnDataFolder()
registerAppScheme()
// Every window asks for it as well; as root Chromium has no sandbox to give and says so by refusing to start.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
dropDebugPorts()
// One instance a data folder: two would write the same settings and caches.
if (app.requestSingleInstanceLock()) start()
else app.exit(0)

function useOwnDataFolder(): void {
  const given = process.env['STRATA_USER_DATA']
  if (given === undefined || given === '') return
  mkdirSync(given, { recursive: true })
  app.setPath('userData', resolve(given))
}

/** No fuse covers Chromium's own debugging port: in what we ship it would be a way in for any local program. */
function dropDebugPorts(): void {
  if (!app.isPackaged) return
  for (const name of ['remote-debugging-port', 'remote-debugging-pipe', 'remote-debugging-address']) {
    app.commandLine.removeSwitch(name)
  }
}

/** Not process.stderr: as a pipe it becomes a handle of the event loop that Electron waits on while it starts. */
function echo(line: string): void {
  try {
    writeSync(2, line)
  } catch {
    // Nobody listens any more.
  }
}

function start(): void {
  const folder = app.getPath('userData')
  const log = openLog(join(folder, 'logs'), app.isPackaged ? undefined : echo)
  process.on('uncaughtException', (error) => log.bug('uncaughtException', error))
  process.on('unhandledRejection', (reason) => log.bug('unhandledRejection', reason))
  log.info(
    `Strata ${app.getVersion()}, Electron ${process.versions.electron}, ${process.platform} ${process.arch}`,
  )

  const file = openSettingsFile(join(folder, 'settings.json'), log.warn)
  nativeTheme.themeSource = readTheme(file.read().settings)

  let main: MainWindow | undefined
  let running: Services | undefined
  const window = (): BrowserWindow | undefined => main?.window
  const events = createEventSender()
  const services = once(async () => {
    const { startServices } = await import('./services')
    running = startServices({ folder, file, log, events, window })
    return running
  })
  const router = openRouter({
    dispatch: async () => (await services()).dispatch,
    dropped: (paths) => void services().then(({ dropped }) => dropped(paths)),
    rejected: (channel, url) => log.warn(`refused ${channel} from ${url.slice(0, 200)}`),
  })
  const guard = createQuitGuard({
    running: () => running?.runningJobs() ?? [],
    ask: async (jobs) => await askToQuit(window(), jobs),
    dispose: async () => {
      main?.save()
      await running?.close()
      await file.flush()
    },
    quit: () => app.quit(),
  })

  const open = (): void => {
    main = openMainWindow(file)
    const own = main.window
    router.serve(own.webContents)
    events.attach(own.webContents)
    own.once('ready-to-show', () => {
      setMenu((command) => events.send('app', 'command', command))
      void services()
    })
    own.on('close', (event) => {
      // On macOS the app and its jobs live on without a window.
      if (process.platform !== 'darwin' && !guard.allow()) event.preventDefault()
    })
    own.on('focus', () => running?.focused())
    own.once('closed', () => {
      main = undefined
    })
    watch(main, log)
  }

  // No menu of Electron's own making in the meantime; ours comes after the first paint.
  Menu.setApplicationMenu(null)
  app.on('web-contents-created', (_event, contents) => lockContents(contents))
  app.on('second-instance', () => focus(window()))
  app.on('activate', () => (main === undefined ? open() : focus(window())))
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  app.on('before-quit', (event) => {
    if (!guard.allow()) event.preventDefault()
  })
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, guard.force)

  void app.whenReady().then(() => {
    lockSession(session.defaultSession)
    serveApp(session.defaultSession, resolve(import.meta.dirname, '..', 'renderer'))
    open()
  })
}

function focus(window: BrowserWindow | undefined): void {
  if (window === undefined) return
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}

function watch({ window, loaded }: MainWindow, log: Log): void {
  window.once('ready-to-show', () => log.info('window shown'))
  window.webContents.on('preload-error', (_event, _path, error) => log.bug('preload', error))
  window.webContents.on('render-process-gone', (_event, { reason }) =>
    log.warn(`page process gone: ${reason}`),
  )
  loaded.catch((error: unknown) => log.bug('load', error))
}
