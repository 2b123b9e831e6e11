const LEAST = [20, 19]

/** These scripts run before anything is installed, so the Node version is checked by hand and not by npm. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const [leastMajor = 0, leastMinor = 0] = LEAST
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) return
  process.stderr.write(`Strata needs Node ${LEAST.join('.')} or newer; this is ${process.versions.node}.\n`)
  process.exit(1)
}
