import { callNames } from '@shared/channels'

/** Every call that a page can make, `domain:action`. */
export const allCalls: readonly string[] = Object.entries(callNames).flatMap(([domain, actions]) =>
  actions.map((action) => `${domain}:${action}`),
)

/**
 * For a page that has a bridge: makes every call and says how each ended. As text, so that it can be run in any
 * window from main by `executeJavaScript`.
 */
export const callEverything = `(async () => {
  const outcomes = {}
  for (const name of ${JSON.stringify(allCalls)}) {
    const [domain, action] = name.split(':')
    try {
      await window.strata[domain][action]({})
      outcomes[name] = 'served'
    } catch (error) {
      outcomes[name] = String(error).includes('SENDER_REJECTED') ? 'rejected' : String(error)
    }
  }
  return outcomes
})()`

export const allRejected: Readonly<Record<string, string>> = Object.fromEntries(
  allCalls.map((name) => [name, 'rejected']),
)
