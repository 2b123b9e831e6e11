/** Higher is better; undefined when the words are not all in the text. Beginnings of words count most. */
export function scoreOf(query: string, text: string): number | undefined {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  const hay = text.toLowerCase()
  let score = 0
  for (const word of words) {
    const at = hay.indexOf(word)
    if (at === -1) return undefined
    const atStart = at === 0 || /[\s/:@._-]/.test(hay[at - 1] ?? '')
    score += (atStart ? 10 : 1) + (at === 0 ? 5 : 0)
  }
  return score - hay.length / 1000
}

/** The best `limit` of the items, best first; equal ones in their own order. */
export function rank<T>(
  items: readonly T[],
  query: string,
  textOf: (item: T) => string,
  limit: number,
): readonly T[] {
  if (query.trim() === '') return items.slice(0, limit)
  const scored: { item: T; score: number }[] = []
  for (const item of items) {
    const score = scoreOf(query, textOf(item))
    if (score !== undefined) scored.push({ item, score })
  }
  return scored
    .sort((a, b) => b.score - a.score)
    .slice(0, limit)
    .map(({ item }) => item)
}
