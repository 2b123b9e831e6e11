import { z } from 'zod'
import type { Credential } from '../ports/credentialSource'
import { withGoFieldNames } from './dockerConfig'
import { guardedCredential } from './guardedCredential'
import { hostOfKey } from './registryKey'

const entryShape = z.object({
  auth: z.string().nullish(),
  username: z.string().nullish(),
  password: z.string().nullish(),
  identitytoken: z.string().nullish(),
})

export type FileLookup =
  | { readonly type: 'found'; readonly credential: Credential }
  | { readonly type: 'none' }
  /** There is an entry that docker itself could not read. */
  | { readonly type: 'broken' }

/** The entry of `auths` for a key as docker's file store finds it: the key itself, else an old key of the same host. */
export function fileCredential(auths: ReadonlyMap<string, unknown>, key: string): FileLookup {
  if (auths.has(key)) return decodeEntry(auths.get(key))
  for (const [candidate, entry] of auths) {
    if (hostOfKey(candidate) === key) return decodeEntry(entry)
  }
  return { type: 'none' }
}

function decodeEntry(entry: unknown): FileLookup {
  const parsed = entryShape.safeParse(withGoFieldNames(entry ?? {}))
  if (!parsed.success) return { type: 'broken' }
  const { auth, username, password, identitytoken } = parsed.data
  const pair = auth ? decodeAuth(auth) : { username: username ?? '', password: password ?? '' }
  if (pair === undefined) return { type: 'broken' }
  // With an identity token an engine looks at nothing else (registry.AuthConfig).
  if (identitytoken) {
    return { type: 'found', credential: guardedCredential('identityToken', pair.username, identitytoken) }
  }
  if (pair.username === '') return { type: 'none' }
  return { type: 'found', credential: guardedCredential('password', pair.username, pair.password) }
}

/** base64 of `user:password`; the password may hold colons, and trailing NULs are dropped (docker/cli decodeAuth). */
export function decodeAuth(auth: string): { username: string; password: string } | undefined {
  // Node skips what is not base64; Go refuses it, and half a password must not be tried.
  const bytes = Buffer.from(auth, 'base64')
  if (bytes.toString('base64').replace(/=+$/, '') !== auth.replaceAll(/[\r\n]/g, '').replace(/=+$/, '')) {
    return undefined
  }
  const text = bytes.toString('utf8')
  const colon = text.indexOf(':')
  if (colon < 1) return undefined
  const password = text.slice(colon + 1)
  let end = password.length
  while (end > 0 && password.charCodeAt(end - 1) === 0) end -= 1
  return { username: text.slice(0, colon), password: trimNulStart(password.slice(0, end)) }
}

/** Go's strings.Trim takes NULs off both ends. */
function trimNulStart(text: string): string {
  let start = 0
  while (start < text.length && text.charCodeAt(start) === 0) start += 1
  return text.slice(start)
}
