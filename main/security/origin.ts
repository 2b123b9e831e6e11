/** The page's own scheme and origin: privileged, so that it has an origin at all, and served from the app's files only. */
export const appScheme = 'app'
const appHost = 'strata'
export const appOrigin = `${appScheme}://${appHost}`
export const appUrl = `${appOrigin}/index.html`

/** True for URLs of our page only. `URL.origin` is 'null' for schemes that are not http, hence protocol and host. */
export function isAppUrl(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined) return false
  const bare = url.username === '' && url.password === '' && url.port === ''
  return url.protocol === `${appScheme}:` && url.host === appHost && bare
}
