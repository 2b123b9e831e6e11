import type { WebContents } from 'electron'

/** A signal for the page that is there now: what it asked for is given up when it goes. */
export type CallScope = { readonly signal: () => AbortSignal; readonly close: () => void }

export function createCallScope(contents: WebContents): CallScope {
  let controller = new AbortController()
  const renew = (): void => {
    controller.abort(new Error('the page is gone'))
    controller = new AbortController()
  }
  contents.on('did-navigate', renew)
  contents.on('render-process-gone', renew)
  return { signal: () => controller.signal, close: () => controller.abort(new Error('the window is closed')) }
}
