import { bridgeGlobal, dropChannel } from '@shared/channels'
import { contextBridge, ipcRenderer, webUtils } from 'electron'
import { buildBridge } from './bridge'
import { reportDrops } from './drops'

contextBridge.exposeInMainWorld(
  bridgeGlobal,
  buildBridge({
    invoke: (channel, input) => ipcRenderer.invoke(channel, input),
    on: (channel, deliver) => {
      ipcRenderer.on(channel, (_event, payload: unknown) => deliver(payload))
    },
  }),
)

reportDrops({
  onDrop: (handle) =>
    window.addEventListener(
      'drop',
      (event) =>
        handle({
          isTrusted: event.isTrusted,
          files: [...(event.dataTransfer?.files ?? [])],
          preventDefault: () => event.preventDefault(),
        }),
      true,
    ),
  pathOf: (file) => webUtils.getPathForFile(file),
  report: (paths) => ipcRenderer.send(dropChannel, paths),
})
