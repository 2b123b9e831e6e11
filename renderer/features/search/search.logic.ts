import { defaultDomain, parseReference } from '@shared/domain/reference'
import type { FoundRepository, HubTag, SearchPage } from '@shared/domain/search'

export type SearchSource = 'hub' | 'engine'

/** What was asked for, on submit. */
export type Asked = {
  readonly query: string
  readonly minStars: number
  readonly officialOnly: boolean
  readonly source: SearchSource
}

export type SearchForm = { readonly query: string; readonly minStars: string; readonly officialOnly: boolean }

/** Whole stars, none for an empty field; undefined for what is no such number. */
export function readStars(typed: string): number | undefined {
  const text = typed.trim()
  if (text === '') return 0
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined
}

/** undefined: not complete, or not readable. */
export function askedOf(form: SearchForm, source: SearchSource): Asked | undefined {
  const query = form.query.trim()
  const minStars = readStars(form.minStars)
  if (query === '' || query.length > 255 || minStars === undefined) return undefined
  return { query, minStars, officialOnly: form.officialOnly, source }
}

/** Over all pages: what was found, what was looked at for it, and whether there is more. */
export type Found = {
  readonly results: readonly FoundRepository[]
  readonly looked: number
  readonly total: number | undefined
  readonly cutOff: boolean
}

export function foundIn(pages: readonly SearchPage[]): Found {
  const results = new Map<string, FoundRepository>()
  for (const page of pages)
    for (const found of page.results) if (!results.has(found.name)) results.set(found.name, found)
  return {
    results: [...results.values()],
    looked: pages.reduce((sum, page) => sum + page.looked, 0),
    total: pages[0]?.total,
    cutOff: pages.at(-1)?.cutOff === true,
  }
}

/** `1B+` where the source rounds down, else the number shortened. */
export function pullsText(pulls: NonNullable<FoundRepository['pulls']>, locale: string): string {
  const short = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 })
  return `${short.format(pulls.count)}${pulls.precision === 'atLeast' ? '+' : ''}`
}

/** Only Docker Hub can be asked for tags here. */
export function hasTags(name: string): boolean {
  const parsed = parseReference(name)
  return parsed.ok && parsed.value.domain === defaultDomain
}

/** Seconds until the source may be asked again; 0: now. */
export function secondsUntil(failedAt: number, retryAfterSeconds: unknown, now: number): number {
  if (typeof retryAfterSeconds !== 'number') return 0
  return Math.max(0, Math.ceil((failedAt + retryAfterSeconds * 1_000 - now) / 1_000))
}

/** `latest` and the other tags as `name:tag`. */
export function tagReference(repository: string, tag: HubTag): string {
  return `${repository}:${tag.name}`
}
