import { execFileSync } from 'node:child_process'
import { statOf, treeOf } from './tree.mjs'

const ticksASecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))

/** Seconds of processor time that a process and all that are below it now have used so far. */
export function treeCpu(root) {
  let ticks = 0
  for (const pid of treeOf(root)) {
    try {
      const fields = statOf(pid)
      ticks += Number(fields[11]) + Number(fields[12])
    } catch {
      // It ended while we looked.
    }
  }
  return ticks / ticksASecond
}
