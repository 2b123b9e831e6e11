import type { Segment, TextRow } from './lines.logic'

export type Match = { readonly line: number; readonly start: number; readonly end: number }

/** Counting stops here: nobody steps through more, and `e` in 20 MB must not hold up the page. */
export const maxMatches = 10_000

export type Found = { readonly matches: readonly Match[]; readonly more: boolean }

export const nothingFound: Found = { matches: [], more: false }

function escaped(query: string): string {
  return query.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

/** Plain text, not a pattern. */
export function findMatches(lines: readonly string[], query: string, matchCase: boolean): Found {
  if (query === '') return nothingFound
  const pattern = new RegExp(escaped(query), matchCase ? 'gu' : 'giu')
  const matches: Match[] = []
  for (let line = 0; line < lines.length; line++) {
    for (const hit of (lines[line] ?? '').matchAll(pattern)) {
      if (matches.length === maxMatches) return { matches, more: true }
      matches.push({ line, start: hit.index, end: hit.index + hit[0].length })
    }
  }
  return { matches, more: false }
}

/** Next and previous go round. */
export function stepMatch(current: number, count: number, by: 1 | -1): number {
  return count === 0 ? 0 : (current + by + count) % count
}

/** Index of the first match at or after a line. */
function firstFrom(matches: readonly Match[], line: number): number {
  let low = 0
  let high = matches.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((matches[middle]?.line ?? 0) < line) low = middle + 1
    else high = middle
  }
  return low
}

/** The parts of one row, the matches in it marked; a match may run over the row's edge. */
export function segmentsOf(
  text: string,
  row: TextRow,
  matches: readonly Match[],
  current: number,
): readonly Segment[] {
  const segments: Segment[] = []
  let at = row.start
  for (let i = firstFrom(matches, row.line); i < matches.length; i++) {
    const match = matches[i]
    if (match === undefined || match.line !== row.line || match.start >= row.end) break
    const start = Math.max(match.start, at)
    const end = Math.min(match.end, row.end)
    if (end <= start) continue
    if (start > at) segments.push({ text: text.slice(at, start), hit: 'none' })
    segments.push({ text: text.slice(start, end), hit: i === current ? 'current' : 'match' })
    at = end
  }
  if (at < row.end) segments.push({ text: text.slice(at, row.end), hit: 'none' })
  return segments
}
