import type { JobLog } from '@shared/job'

export type LogView = {
  readonly lines: readonly string[]
  /** Number of the first line in `lines`. */
  readonly first: number
  /** Number of the line to ask for next. */
  readonly next: number
  /** Numbers of lines that a program wrote to its stderr. */
  readonly stderr: ReadonlySet<number>
}

export const emptyLog: LogView = { lines: [], first: 0, next: 0, stderr: new Set() }

/** The page keeps no more than main does: the oldest lines go first. */
export const maxLogLines = 10_000

/** Answers may come late or twice: only lines not seen yet are added. */
export function appendLog(view: LogView, answer: JobLog): LogView {
  const skip = Math.max(0, view.next - answer.from)
  const fresh = answer.lines.slice(skip)
  if (fresh.length === 0) return view
  const gap = answer.from > view.next
  const joined = gap ? [...fresh] : [...view.lines, ...fresh]
  const first = gap ? answer.from : view.first
  const over = Math.max(0, joined.length - maxLogLines)
  return {
    lines: over > 0 ? joined.slice(over) : joined,
    first: first + over,
    next: Math.max(view.next, answer.from + answer.lines.length),
    stderr: answer.stderr === undefined ? view.stderr : new Set([...view.stderr, ...answer.stderr]),
  }
}
