import { callNames, dropChannel } from '@shared/channels'
import { ipcMain, type WebContents } from 'electron'
import { type CallScope, createCallScope } from './callScope'
import type { Dispatch } from './dispatch'
import { isOwnPage } from './sender'

export type RouterOptions = {
  /** Comes when the services are up; calls made before wait for it. */
  readonly dispatch: () => Promise<Dispatch>
  readonly dropped: (paths: unknown) => void
  readonly rejected: (channel: string, url: string) => void
}

export type Router = {
  /** From now on these contents, and no others, are answered. */
  readonly serve: (contents: WebContents) => void
}

/** The only door into main: nothing else imports ipcMain. A sender that is not our page is rejected, not answered. */
export function openRouter(options: RouterOptions): Router {
  let own: { readonly contents: WebContents; readonly scope: CallScope } | undefined

  for (const channel of channelNames()) {
    ipcMain.handle(channel, async (event, input: unknown) => {
      if (own === undefined || !isOwnPage(event, own.contents)) {
        options.rejected(channel, event.senderFrame?.url ?? '')
        throw new Error('SENDER_REJECTED')
      }
      const signal = own.scope.signal()
      const dispatch = await options.dispatch()
      return await dispatch(channel, input, { signal })
    })
  }
  ipcMain.on(dropChannel, (event, paths: unknown) => {
    if (isOwnPage(event, own?.contents)) options.dropped(paths)
    else options.rejected(dropChannel, event.senderFrame?.url ?? '')
  })

  return {
    serve: (contents) => {
      const scope = createCallScope(contents)
      own = { contents, scope }
      contents.once('destroyed', () => {
        scope.close()
        if (own?.contents === contents) own = undefined
      })
    },
  }
}

function channelNames(): readonly string[] {
  return Object.entries(callNames).flatMap(([domain, actions]) =>
    actions.map((action) => `${domain}:${action}`),
  )
}
