import type { Session, WebContents } from 'electron'
import { isAppUrl } from './origin'

const network = ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'ftp://*/*', 'file://*/*']

/** Electron's default is to grant all permissions, download anything and reach any host: this session does none. */
export function lockSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler((_request, decide) => decide({}))
  session.on('will-download', (event) => event.preventDefault())
  // Behind the CSP, for what it does not cover (prefetch, preconnect, a page that is not ours).
  session.webRequest.onBeforeRequest({ urls: network }, (_details, decide) => decide({ cancel: true }))
}

/** Whatever contents come to be, ours or not: they go nowhere, open nothing and embed nothing. */
export function lockContents(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.on('select-bluetooth-device', (event, _devices, choose) => {
    event.preventDefault()
    choose('')
  })
  const stay = (event: { readonly url: string; readonly preventDefault: () => void }): void => {
    if (!isAppUrl(event.url)) event.preventDefault()
  }
  contents.on('will-navigate', stay)
  contents.on('will-frame-navigate', stay)
  contents.on('will-redirect', stay)
  // CSP has no word for WebRTC: without this a page could send UDP wherever it likes.
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp')
}
