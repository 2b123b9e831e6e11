import { appOrigin, isAppUrl } from '../security/origin'

export type FrameLike = {
  readonly url: string
  readonly origin: string
  readonly parent: FrameLike | null
}
export type SenderLike<Contents> = { readonly sender: Contents; readonly senderFrame: FrameLike | null }

/**
 * True when a message comes from our page: the main frame of our own window, showing our own origin. Anything else
 * (a frame inside it, another window, a page that replaced ours) is not to be answered. `senderFrame` is null when
 * the frame is gone already.
 */
export function isOwnPage<Contents extends { readonly mainFrame: unknown }>(
  event: SenderLike<Contents>,
  own: Contents | undefined,
): boolean {
  const frame = event.senderFrame
  if (own === undefined || event.sender !== own || frame === null) return false
  return frame === own.mainFrame && frame.parent === null && frame.origin === appOrigin && isAppUrl(frame.url)
}
