import type { RawInspect } from '@shared/domain/imageDetails'
import { cut, harmlessJson } from '@shared/text'
import { formatTemplate, pickPath } from './jsonPath'

/** Characters of one answer. */
const maxText = 900_000
/** Limits to try, generous first: characters of a string, entries of an object or array. */
const tries = [
  { string: 65_536, entries: 5_000 },
  { string: 16_384, entries: 2_000 },
  { string: 4_096, entries: 1_000 },
  { string: 1_024, entries: 500 },
  { string: 256, entries: 200 },
  { string: 64, entries: 50 },
] as const

type Limits = { readonly string: number; readonly entries: number }
type Cuts = { strings: number; entries: number }

/** The whole answer, or the part that `path` picks, as pretty JSON that a page can show. */
export function rawInspectOf(answer: unknown, path: string): RawInspect {
  const { value, steps } = pickPath(answer, path)
  const format = formatTemplate(steps)
  let last: RawInspect | undefined
  for (const limits of tries) {
    const cuts: Cuts = { strings: 0, entries: 0 }
    const text = harmlessJson(JSON.stringify(shorten(value, limits, cuts), undefined, 2) ?? 'null')
    last = { text, cutStrings: cuts.strings, cutEntries: cuts.entries, format }
    if (text.length <= maxText) return last
  }
  return {
    text: cut(last?.text ?? '', maxText),
    cutStrings: last?.cutStrings ?? 0,
    cutEntries: last?.cutEntries ?? 0,
    format,
  }
}

function shorten(value: unknown, limits: Limits, cuts: Cuts): unknown {
  if (typeof value === 'string') return shortenText(value, limits, cuts)
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) {
    const more = value.length - limits.entries
    if (more > 0) cuts.entries += more
    const kept = value.slice(0, limits.entries).map((item: unknown) => shorten(item, limits, cuts))
    return more > 0 ? [...kept, `… ${more} more`] : kept
  }
  const entries = Object.entries(value)
  const more = entries.length - limits.entries
  const kept: [string, unknown][] = entries
    .slice(0, limits.entries)
    .map(([key, item]) => [shortenText(key, limits, cuts), shorten(item, limits, cuts)])
  if (more > 0) {
    cuts.entries += more
    kept.push(['…', `${more} more`])
  }
  return Object.fromEntries(kept)
}

function shortenText(text: string, limits: Limits, cuts: Cuts): string {
  if (text.length <= limits.string) return text
  cuts.strings += 1
  return `${cut(text, limits.string)}… (${text.length} characters)`
}
