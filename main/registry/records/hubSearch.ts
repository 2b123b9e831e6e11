import { nameOnly, parseReference } from '@shared/domain/reference'
import type { FoundRepository, HubPublisher, PullCount } from '@shared/domain/search'
import { cut } from '@shared/text'
import { z } from 'zod'
import { count, eachOf, maybe, present, skipped, timeOf } from './fields'

/** One answer of a search, normalised. */
export type HubSearchRecord = {
  /** As many as the answer had, which is what paging counts; undefined where one can't be read or pulled. */
  readonly entries: readonly (FoundRepository | undefined)[]
  readonly total?: number
}

/** Longest description kept; the Hub's own limit is 100 characters. */
const maxDescription = 2_000

const named = z.object({ name: maybe(z.string()) })

// GET /api/search/v4 (Docker's OpenAPI description "Search API" 1.1.0).
const v4Result = z.object({
  name: maybe(z.string()),
  slug: maybe(z.string()),
  type: maybe(z.string()),
  publisher: maybe(named),
  updated_at: maybe(z.string()),
  short_description: maybe(z.string()),
  badge: maybe(z.string()),
  star_count: maybe(count),
  pull_count: maybe(z.union([z.string(), count])),
  operating_systems: maybe(z.array(named)),
  architectures: maybe(z.array(named)),
  archived: maybe(z.boolean()),
})
const v4Answer = z.object({ total: maybe(count), results: z.array(z.unknown()).nullable() })

// GET /v2/search/repositories/: older and undocumented, but what mirrors of the Hub have.
const v2Result = z.object({
  repo_name: z.string(),
  short_description: maybe(z.string()),
  star_count: maybe(count),
  pull_count: maybe(count),
  is_official: maybe(z.boolean()),
})
const v2Answer = z.object({ count: maybe(count), results: z.array(z.unknown()).nullable() })

/** undefined: not an answer of this search. */
export function readSearchV4(value: unknown): HubSearchRecord | undefined {
  const answer = v4Answer.safeParse(value)
  if (!answer.success) return undefined
  const entries = eachOf(answer.data.results ?? [], v4Result, foundByV4)
  return entries && present({ entries, total: answer.data.total ?? undefined })
}

/** undefined: not an answer of this search. */
export function readSearchV2(value: unknown): HubSearchRecord | undefined {
  const answer = v2Answer.safeParse(value)
  if (!answer.success) return undefined
  const entries = eachOf(answer.data.results ?? [], v2Result, foundByV2)
  return entries && present({ entries, total: answer.data.count ?? undefined })
}

function foundByV4(entry: z.output<typeof v4Result>): FoundRepository | typeof skipped | undefined {
  const name = familiarName(entry.name ?? entry.slug)
  // Plugins and extensions can't be pulled as images.
  if ((entry.type ?? 'image') !== 'image') return skipped
  if (name === undefined) return undefined
  const publisher = publisherOf(entry.badge)
  return present<FoundRepository>({
    name,
    description: descriptionOf(entry.short_description),
    stars: entry.star_count ?? undefined,
    pulls: readPulls(entry.pull_count),
    official: publisher === 'official',
    publisher,
    publisherName: shortText(entry.publisher?.name),
    updated: timeOf(entry.updated_at),
    operatingSystems: namesOf(entry.operating_systems),
    architectures: namesOf(entry.architectures),
    archived: entry.archived ?? undefined,
  })
}

function foundByV2(entry: z.output<typeof v2Result>): FoundRepository | undefined {
  const name = familiarName(entry.repo_name)
  if (name === undefined) return undefined
  const official = entry.is_official ?? false
  return present<FoundRepository>({
    name,
    description: descriptionOf(entry.short_description),
    stars: entry.star_count ?? undefined,
    pulls: readPulls(entry.pull_count),
    official,
    publisher: official ? 'official' : undefined,
  })
}

/** A name that can be pulled from Docker Hub; undefined for any other text. */
function familiarName(text: string | null | undefined): string | undefined {
  if (!text) return undefined
  const parsed = parseReference(text)
  if (!parsed.ok || parsed.value.domain !== 'docker.io') return undefined
  const { familiar, familiarName: name } = nameOnly(parsed.value)
  return familiar === parsed.value.familiar ? name : undefined
}

function publisherOf(badge: string | null | undefined): HubPublisher | undefined {
  switch (badge) {
    case 'official':
      return 'official'
    case 'verified_publisher':
      return 'verified'
    case 'open_source':
      return 'sponsored'
    case 'none':
    case '':
    case null:
      return 'community'
    default:
      return undefined
  }
}

const magnitudes: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['K', 1e3],
  ['M', 1e6],
  ['B', 1e9],
])

/** `1B+`, `500K+`, `8.5K`, `9216` or a number. A rounded one counts as at least so much. */
export function readPulls(value: string | number | null | undefined): PullCount | undefined {
  if (typeof value === 'number') return { count: value, precision: 'exact' }
  const match = /^(\d{1,15}(?:\.\d{1,3})?)\s*([KMB]?)(\+?)$/i.exec(value?.trim() ?? '')
  const magnitude = magnitudes.get(match?.[2]?.toUpperCase() ?? '')
  if (match?.[1] === undefined || magnitude === undefined) return undefined
  const exact = match[2] === '' && match[3] === ''
  return { count: Math.round(Number(match[1]) * magnitude), precision: exact ? 'exact' : 'atLeast' }
}

function descriptionOf(text: string | null | undefined): string | undefined {
  const trimmed = text?.trim()
  return trimmed ? cut(trimmed, maxDescription) : undefined
}

function shortText(text: string | null | undefined): string | undefined {
  return text ? cut(text, 100) : undefined
}

function namesOf(
  entries: readonly z.output<typeof named>[] | null | undefined,
): readonly string[] | undefined {
  const names = (entries ?? []).flatMap(({ name }) => (name ? [cut(name, 40)] : [])).slice(0, 40)
  return names.length === 0 ? undefined : [...new Set(names)]
}
