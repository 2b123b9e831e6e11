import { readFile } from 'node:fs/promises'
import type { AppFile } from './appFiles'
import { contentSecurityPolicy, newNonce } from './csp'
import { appOrigin, isAppUrl } from './origin'

/** What `html.cspNonce` of the bundler left in index.html for us to fill in, at each load anew. */
export const noncePlaceholder = '__STRATA_CSP_NONCE__'

const common = {
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
} as const

/** Answers one request of the page: one of the listed files, or 404. HTML comes with its policy and is never cached. */
export async function appResponse(
  files: ReadonlyMap<string, AppFile>,
  request: { readonly url: string; readonly method: string },
): Promise<Response> {
  const file = isAppUrl(request.url) ? files.get(pathOf(request.url)) : undefined
  const readable = request.method === 'GET' || request.method === 'HEAD'
  if (file === undefined || !readable) return new Response(null, { status: 404, headers: common })
  const bytes = await readFile(file.path)
  if (!file.type.startsWith('text/html')) {
    return new Response(new Uint8Array(bytes), { headers: { ...common, 'content-type': file.type } })
  }
  const nonce = newNonce()
  return new Response(bytes.toString('utf8').replaceAll(noncePlaceholder, nonce), {
    headers: {
      ...common,
      'content-type': file.type,
      'content-security-policy': contentSecurityPolicy(nonce),
      'cache-control': 'no-store',
    },
  })
}

/** As written, not decoded and not normalised: it is only looked up. */
function pathOf(url: string): string {
  const path = url.slice(appOrigin.length).split(/[?#]/, 1)[0] ?? ''
  return path === '' || path === '/' ? '/index.html' : path
}
