import { readdirSync, readFileSync } from 'node:fs'

function parentOf(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
}

/** Proportional set size of a process and all below it, in bytes: pages that they share count once. */
export function treeMemory(root) {
  const parents = new Map()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      parents.set(Number(name), parentOf(name))
    } catch {
      // It ended while we looked.
    }
  }
  const inTree = (pid) => {
    for (let at = pid; at > 1; at = parents.get(at) ?? 0) if (at === root) return true
    return false
  }
  let bytes = 0
  for (const pid of parents.keys()) {
    if (!inTree(pid)) continue
    try {
      const match = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))
      bytes += Number(match?.[1] ?? 0) * 1024
    } catch {
      // The same.
    }
  }
  return bytes
}
