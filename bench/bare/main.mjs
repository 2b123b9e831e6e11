// The least that a sandboxed Electron window can be: what start-up and memory are measured against.
import { app, BrowserWindow } from 'electron'

// Not awaited: a module that waits for `ready` at its top level now and then never gets it under a debugger.
void app.whenReady().then(async () => {
  const window = new BrowserWindow({ width: 1280, height: 800, webPreferences: { sandbox: true } })
  await window.loadFile(new URL('index.html', import.meta.url).pathname)
})
app.on('window-all-closed', () => app.quit())
