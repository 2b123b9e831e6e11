import { readFileSync } from 'node:fs'

/** @returns {Record<string, string>} */
function osRelease() {
  try {
    const lines = readFileSync('/etc/os-release', 'utf8').split('\n')
    return Object.fromEntries(
      lines
        .filter((line) => line.includes('='))
        .map((line) => {
          const at = line.indexOf('=')
          return [line.slice(0, at), line.slice(at + 1).replace(/^"|"$/g, '')]
        }),
    )
  } catch {
    return {}
  }
}

export const isRoot = process.getuid?.() === 0

/** Only Debian itself: its derivatives carry other packages under the same names. */
export const isDebian = process.platform === 'linux' && osRelease().ID === 'debian'

/** The host's own suite, such as "bookworm"; unstable has none in os-release before its freeze. */
export const hostSuite = osRelease().VERSION_CODENAME ?? 'sid'

/** @param {string} version @param {string} least */
function atLeast(version, least) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [leastMajor = 0, leastMinor = 0] = least.split('.').map(Number)
  return major > leastMajor || (major === leastMajor && minor >= leastMinor)
}

/**
 * Debian's engines of every suite we use ask for glibc 2.34. `STRATA_SANDBOX_LIBC=suite` forces the other path, so
 * that it can be tested on a host that would not need it.
 */
export function hostLibcServes() {
  if (process.env.STRATA_SANDBOX_LIBC === 'suite') return false
  const report = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (process.report.getReport())
  return atLeast(report.header.glibcVersionRuntime ?? '0', '2.34')
}
