import { join } from 'node:path'
import type { JobSnapshot } from '@shared/job'
import { app, type BrowserWindow, dialog } from 'electron'
import { quitQuestion, strings } from './strings'

/** Undefined when the person thought better of it. */
export async function askSavePath(
  window: BrowserWindow | undefined,
  suggestedName: string,
): Promise<string | undefined> {
  const options: Electron.SaveDialogOptions = {
    title: strings.save.title,
    defaultPath: join(app.getPath('downloads'), suggestedName),
    properties: ['createDirectory', 'showOverwriteConfirmation'],
  }
  const answer = await (window === undefined
    ? dialog.showSaveDialog(options)
    : dialog.showSaveDialog(window, options))
  return answer.canceled || answer.filePath === '' ? undefined : answer.filePath
}

/** A context folder or a Dockerfile; undefined when the person thought better of it. */
export async function askBuildSource(
  window: BrowserWindow | undefined,
  kind: 'folder' | 'dockerfile',
): Promise<string | undefined> {
  const options: Electron.OpenDialogOptions = {
    title: strings.build[kind],
    properties: [kind === 'folder' ? 'openDirectory' : 'openFile', 'showHiddenFiles'],
  }
  const answer = await (window === undefined
    ? dialog.showOpenDialog(options)
    : dialog.showOpenDialog(window, options))
  return answer.canceled ? undefined : answer.filePaths[0]
}

/** A file to load or import; undefined when the person thought better of it. */
export async function askArchive(window: BrowserWindow | undefined): Promise<string | undefined> {
  const options: Electron.OpenDialogOptions = {
    title: strings.open.archive,
    filters: [
      {
        name: strings.open.archives,
        extensions: ['tar', 'tar.gz', 'tgz', 'gz', 'tar.bz2', 'bz2', 'tar.xz', 'xz', 'tar.zst', 'zst'],
      },
      { name: strings.open.allFiles, extensions: ['*'] },
    ],
    properties: ['openFile'],
  }
  const { canceled, filePaths } = await (window === undefined
    ? dialog.showOpenDialog(options)
    : dialog.showOpenDialog(window, options))
  return canceled ? undefined : filePaths[0]
}

/** A folder with an OCI layout; undefined when the person thought better of it. */
export async function askLayout(window: BrowserWindow | undefined): Promise<string | undefined> {
  const options: Electron.OpenDialogOptions = {
    title: strings.open.layout,
    properties: ['openDirectory', 'showHiddenFiles'],
  }
  const { canceled, filePaths } = await (window === undefined
    ? dialog.showOpenDialog(options)
    : dialog.showOpenDialog(window, options))
  return canceled ? undefined : filePaths[0]
}

/** True when the person wants to quit although jobs run. */
export async function askToQuit(
  window: BrowserWindow | undefined,
  running: readonly JobSnapshot[],
): Promise<boolean> {
  const options: Electron.MessageBoxOptions = {
    type: 'question',
    title: 'Strata',
    ...quitQuestion(running),
    buttons: [strings.quit.keep, strings.quit.quit],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  }
  const { response } = await (window === undefined
    ? dialog.showMessageBox(options)
    : dialog.showMessageBox(window, options))
  return response === 1
}
