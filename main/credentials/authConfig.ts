import type { Credential } from '../ports/credentialSource'
import { registryKey } from './registryKey'

/** What the engine takes as `X-Registry-Auth` (Engine API, "Authentication"). */
export type AuthConfig =
  | { readonly username: string; readonly password: string; readonly serveraddress: string }
  | { readonly identitytoken: string; readonly serveraddress: string }

/** For dockerode's `authconfig`, which encodes it itself. `host`: the registry that the credential is for. */
export function toAuthConfig(credential: Credential, host: string): AuthConfig {
  const serveraddress = registryKey(host) ?? host
  return credential.kind === 'identityToken'
    ? { identitytoken: credential.secret, serveraddress }
    : { username: credential.username, password: credential.secret, serveraddress }
}

/** The header's value: base64url with its padding, since Go's base64.URLEncoding refuses text without. */
export function encodeAuthConfig(config: AuthConfig): string {
  const text = Buffer.from(JSON.stringify(config), 'utf8').toString('base64')
  return text.replaceAll('+', '-').replaceAll('/', '_')
}
