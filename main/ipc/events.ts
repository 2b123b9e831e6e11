import type { EventPayload, Events } from '@shared/contract'
import type { WebContents } from 'electron'
import { isAppUrl } from '../security/origin'

export type EventSender = {
  readonly attach: (contents: WebContents) => void
  readonly send: <D extends keyof Events, N extends keyof Events[D] & string>(
    domain: D,
    name: N,
    payload: EventPayload<D, N>,
  ) => void
}

/**
 * The only way out to the page. Nothing is sent before our page is there (its preload listens from the moment the
 * navigation is committed, so nothing is missed after it) nor once its process is gone; a page asks for what it missed.
 */
export function createEventSender(): EventSender {
  let own: { readonly contents: WebContents; listening: boolean } | undefined
  return {
    attach: (contents) => {
      const target = { contents, listening: false }
      own = target
      contents.on('did-navigate', (_event, url) => {
        target.listening = isAppUrl(url)
      })
      contents.on('render-process-gone', () => {
        target.listening = false
      })
      contents.once('destroyed', () => {
        if (own === target) own = undefined
      })
    },
    send: (domain, name, payload) => {
      if (own?.listening !== true || own.contents.isDestroyed()) return
      own.contents.send(`${domain}:${name}`, payload)
    },
  }
}
