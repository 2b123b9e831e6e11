import type { BuildStep, LogLine } from '@shared/domain/build'
import type { Span } from './line.logic'

/** A line that holds what is looked for. `line`: number of the line in its log, dropped ones counted. */
export type Hit = { readonly stepId: string; readonly line: number }

export type Found = {
  readonly hits: readonly Hit[]
  /** Hits of a step, for its row. */
  readonly perStep: ReadonlyMap<string, number>
  /** There are more than are listed. */
  readonly cut: boolean
}

const maxHits = 5_000
export const nothingFound: Found = { hits: [], perStep: new Map(), cut: false }

/** Lines in the order of the list; letters match in either case. */
export function findInLogs(steps: readonly BuildStep[], query: string): Found {
  const wanted = query.trim().toLowerCase()
  if (wanted === '') return nothingFound
  const hits: Hit[] = []
  const perStep = new Map<string, number>()
  for (const { id, log } of steps) {
    for (const [index, { text }] of log.lines.entries()) {
      if (!text.toLowerCase().includes(wanted)) continue
      if (hits.length >= maxHits) return { hits, perStep, cut: true }
      hits.push({ stepId: id, line: log.dropped + index })
      perStep.set(id, (perStep.get(id) ?? 0) + 1)
    }
  }
  return { hits, perStep, cut: false }
}

/** Where in the line it stands. Letters whose lower case is longer than themselves move the rest; those lines show no mark. */
export function hitsIn({ text }: Pick<LogLine, 'text'>, query: string, current: boolean): readonly Span[] {
  const wanted = query.trim().toLowerCase()
  const lower = text.toLowerCase()
  if (wanted === '' || lower.length !== text.length) return []
  const spans: Span[] = []
  for (let at = lower.indexOf(wanted); at !== -1; at = lower.indexOf(wanted, at + wanted.length)) {
    spans.push({ from: at, to: at + wanted.length, ...(current ? { current } : {}) })
  }
  return spans
}

/** The hit after or before; around at the ends. */
export function nextHit(count: number, index: number | undefined, back: boolean): number | undefined {
  if (count === 0) return undefined
  if (index === undefined) return back ? count - 1 : 0
  return (Math.min(index, count - 1) + (back ? count - 1 : 1)) % count
}
