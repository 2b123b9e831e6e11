import { readdirSync, readFileSync } from 'node:fs'

/** Fields of /proc/PID/stat after the name, which may hold spaces: [0] is the state, [1] the parent (proc(5)). */
export function statOf(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}

/** A process and all below it. */
export function treeOf(root) {
  const parents = new Map()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      parents.set(Number(name), Number(statOf(name)[1]))
    } catch {
      // It ended while we looked.
    }
  }
  const inTree = (pid) => {
    for (let at = pid; at > 1; at = parents.get(at) ?? 0) if (at === root) return true
    return false
  }
  return [...parents.keys()].filter(inTree)
}
