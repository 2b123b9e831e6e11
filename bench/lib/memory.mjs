import { readFileSync } from 'node:fs'
import { treeOf } from './tree.mjs'

/** Proportional set size of a process and all below it, in bytes: pages that they share count once. */
export function treeMemory(root) {
  let bytes = 0
  for (const pid of treeOf(root)) {
    try {
      const match = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))
      bytes += Number(match?.[1] ?? 0) * 1024
    } catch {
      // It ended while we looked.
    }
  }
  return bytes
}
