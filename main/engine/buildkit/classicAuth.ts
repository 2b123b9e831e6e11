import type { CredentialSource } from '../../ports/credentialSource'

/**
 * The classic builder takes credentials up front, for every registry at once, and can't ask. So that no password goes
 * to an engine which has no use for it, only those of registries that a FROM names are sent.
 */
export async function registryConfigHeader(
  credentials: CredentialSource | undefined,
  hosts: readonly string[],
  signal: AbortSignal,
): Promise<Readonly<Record<string, string>>> {
  if (credentials === undefined || hosts.length === 0) return {}
  const config: Record<string, Readonly<Record<string, string>>> = {}
  for (const host of hosts) {
    const found = await credentials.get(host, { signal })
    if (found === undefined) continue
    const key = host === 'docker.io' ? 'https://index.docker.io/v1/' : host
    config[key] =
      found.kind === 'identityToken'
        ? { username: found.username, identitytoken: found.secret }
        : { username: found.username, password: found.secret }
  }
  if (Object.keys(config).length === 0) return {}
  // The engine wants base64url here and drops the header without a word otherwise (stack.md 2.3, row 10).
  return { 'X-Registry-Config': Buffer.from(JSON.stringify(config)).toString('base64url') }
}
