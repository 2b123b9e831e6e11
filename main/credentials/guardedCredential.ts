import { inspect } from 'node:util'
import type { Credential } from '../ports/credentialSource'

const masked = '[credential]'

/**
 * A credential that shows itself masked to `console.log`, `util.inspect`, templates and JSON, so that one careless log
 * line is not a leak. Reading its fields works as ever.
 */
export function guardedCredential(kind: Credential['kind'], username: string, secret: string): Credential {
  const hide = { value: () => masked, enumerable: false }
  const credential: Credential = { username, secret, kind }
  return Object.freeze(
    Object.defineProperties(credential, { toJSON: hide, toString: hide, [inspect.custom]: hide }),
  )
}
