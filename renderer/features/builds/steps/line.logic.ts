import type { TextStyle } from '@shared/domain/build'

/** A part of a line that looks one way. */
export type Piece = { readonly text: string; readonly style?: TextStyle; readonly hit?: 'hit' | 'current' }

/** A place in a line; `to` is the first character after it. */
export type Span = { readonly from: number; readonly to: number; readonly current?: boolean }

/** Output may colour each letter; more pieces than this would only cost. */
const maxSpans = 400

/** The line cut wherever a style or a hit of the search begins or ends. Both are sorted and do not overlap among their own. */
export function piecesOf(
  text: string,
  styles: readonly TextStyle[] = [],
  hits: readonly Span[] = [],
): readonly Piece[] {
  const looks = styles.slice(0, maxSpans)
  const marks = hits.slice(0, maxSpans)
  const cuts = new Set([0, text.length])
  for (const { from, to } of [...looks, ...marks]) {
    for (const at of [from, to]) if (at > 0 && at < text.length) cuts.add(at)
  }
  const places = [...cuts].sort((a, b) => a - b)
  const styleAt = walker(looks)
  const hitAt = walker(marks)
  return places.slice(0, -1).map((from, index): Piece => {
    const style = styleAt(from)
    const hit = hitAt(from)
    return {
      text: text.slice(from, places[index + 1]),
      ...(style === undefined ? {} : { style }),
      ...(hit === undefined ? {} : { hit: hit.current === true ? 'current' : 'hit' }),
    }
  })
}

/** Which span holds a place, for places that only grow. */
function walker<T extends { readonly from: number; readonly to: number }>(
  spans: readonly T[],
): (place: number) => T | undefined {
  let next = 0
  return (place) => {
    while ((spans[next]?.to ?? Number.POSITIVE_INFINITY) <= place) next += 1
    const span = spans[next]
    return span !== undefined && span.from <= place ? span : undefined
  }
}
