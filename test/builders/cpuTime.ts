/** Milliseconds of processor time since the start of this process: a loaded machine does not lengthen them. */
export function cpuTime(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}
