/** Under this key Docker keeps the credential of Docker Hub, in config.json and in helpers (registry.IndexServer). */
export const hubKey = 'https://index.docker.io/v1/'

const hubHosts: ReadonlySet<string> = new Set(['docker.io', 'index.docker.io', 'registry-1.docker.io'])
// One host of the reference grammar, with a port: no slash, space, line end or `@` can get to a helper's stdin.
const hostGrammar = /^(?:[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?$/

/** The key for a registry host (`ghcr.io`, `localhost:5000`); undefined when the text is no host. */
export function registryKey(host: string): string | undefined {
  if (host.length > 300 || !hostGrammar.test(host)) return undefined
  return hubHosts.has(host) ? hubKey : host
}

/**
 * What an old key (`https://ghcr.io/v2/`) stands for: the scheme and the path dropped, nothing else (ConvertToHostname
 * of docker/cli). Comparing must be whole: `ghcr.io` is not `ghcr.io.evil.test`.
 */
export function hostOfKey(key: string): string {
  const bare = key.replace(/^https?:\/\//, '')
  const slash = bare.indexOf('/')
  return slash === -1 ? bare : bare.slice(0, slash)
}
