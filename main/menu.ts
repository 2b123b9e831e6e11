import type { AppCommand } from '@shared/domain/app'
import { app, Menu, type MenuItemConstructorOptions } from 'electron'
import { strings } from './platform/strings'

/**
 * macOS shows it; elsewhere the bar is hidden and the menu is only there for its shortcuts, which a page gets first.
 */
export function setMenu(send: (command: AppCommand) => void): void {
  app.setAboutPanelOptions({
    applicationName: 'Strata',
    applicationVersion: app.getVersion(),
    version: '',
    copyright: strings.about,
  })
  const mac = process.platform === 'darwin'
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(mac ? [appMenu(send)] : []),
      { label: strings.menu.file, submenu: fileItems(send) },
      { label: strings.menu.edit, role: 'editMenu' },
      { label: strings.menu.image, submenu: goItems(send, mac) },
      { label: strings.menu.view, submenu: viewItems() },
      { label: strings.menu.window, role: 'windowMenu' },
      { label: strings.menu.help, role: 'help', submenu: [{ label: strings.menu.about, role: 'about' }] },
    ]),
  )
}

function appMenu(send: (command: AppCommand) => void): MenuItemConstructorOptions {
  return {
    role: 'appMenu',
    submenu: [
      { role: 'about' },
      { type: 'separator' },
      {
        label: strings.menu.settings,
        accelerator: 'CmdOrCtrl+,',
        click: () => send({ type: 'openSettings' }),
      },
      { type: 'separator' },
      { role: 'services' },
      { type: 'separator' },
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      { type: 'separator' },
      { role: 'quit' },
    ],
  }
}

/** What a menu entry tells the page to do. */
const commandItem =
  (send: (command: AppCommand) => void) =>
  (label: string, accelerator: string | undefined, type: AppCommand['type']): MenuItemConstructorOptions => ({
    label,
    ...(accelerator === undefined ? {} : { accelerator }),
    click: () => send({ type }),
  })

/** Images that need no engine to be looked into, and what loads them into one. */
function fileItems(send: (command: AppCommand) => void): MenuItemConstructorOptions[] {
  const command = commandItem(send)
  return [
    command(strings.menu.imageFile, 'CmdOrCtrl+Shift+O', 'openImageFile'),
    command(strings.menu.layout, undefined, 'openLayout'),
    command(strings.menu.registryImage, undefined, 'openRegistryImage'),
    command(strings.menu.compare, undefined, 'openCompare'),
    { type: 'separator' },
    command(strings.menu.archive, 'CmdOrCtrl+O', 'openArchive'),
  ]
}

function goItems(send: (command: AppCommand) => void, mac: boolean): MenuItemConstructorOptions[] {
  const command = commandItem(send)
  return [
    command(strings.menu.palette, 'CmdOrCtrl+K', 'openPalette'),
    command(strings.menu.search, 'CmdOrCtrl+F', 'focusSearch'),
    command(strings.menu.activity, 'CmdOrCtrl+J', 'openActivity'),
    ...(mac
      ? []
      : [
          command(strings.menu.settings, 'CmdOrCtrl+,', 'openSettings'),
          { role: 'quit', accelerator: 'CmdOrCtrl+Q' } as const,
        ]),
  ]
}

function viewItems(): MenuItemConstructorOptions[] {
  const zoom: MenuItemConstructorOptions[] = [
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { type: 'separator' },
    { role: 'togglefullscreen' },
  ]
  return app.isPackaged
    ? zoom
    : [{ role: 'reload' }, { role: 'toggleDevTools' }, { type: 'separator' }, ...zoom]
}
