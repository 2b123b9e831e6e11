import type { CacheItem, CleanupContainer, CleanupItem } from '@shared/domain/cleanup'
import type { CleanupRequest } from '@shared/domain/cleanupRequest'
import { allBytes, type Reclaim } from '@shared/domain/sizes'
import type { CacheRules, CleanupDraft, NumberRule, Rules } from '../../frame'

export type RuleName = keyof Omit<Rules, 'repository'> | 'cacheOlder' | 'cacheKeep'

/** Megabytes and gigabytes as Docker counts them. */
const megabyte = 1_000_000
const gigabyte = 1_000_000_000

type Read =
  | { readonly ok: true; readonly request: CleanupRequest }
  | { readonly ok: false; readonly wrong: RuleName }

/** The draft as a request, or the first field that can't be read. */
export function requestOf(draft: CleanupDraft): Read {
  const wrong = wrongRule(draft)
  if (wrong !== undefined) return { ok: false, wrong }
  const { rules, cache } = draft
  const images = draft.which === 'none' ? {} : { which: whichOf(draft), ...narrowing(rules) }
  const request: CleanupRequest = {
    ...images,
    ...(cache.on ? { buildCache: cacheOf(cache) } : {}),
    ...(draft.removeContainers.size === 0 ? {} : { removeContainers: [...draft.removeContainers] }),
    ...(draft.except.size === 0 ? {} : { except: [...draft.except] }),
  }
  return { ok: true, request }
}

function whichOf({ which, targets }: CleanupDraft): NonNullable<CleanupRequest['which']> {
  if (which === 'chosen') return { type: 'chosen', targets: [...targets] }
  return { type: which === 'none' ? 'dangling' : which }
}

function narrowing(rules: Rules): Partial<CleanupRequest> {
  const { unusedForDays, olderThanDays, biggerThan, label, reference, keepNewest, repository } = rules
  return {
    ...(unusedForDays.on ? { unusedForDays: numberIn(unusedForDays) } : {}),
    ...(olderThanDays.on ? { olderThanDays: numberIn(olderThanDays) } : {}),
    ...(biggerThan.on ? { biggerThan: numberIn(biggerThan) * megabyte } : {}),
    ...(label.on ? { labels: [label.typed.trim()] } : {}),
    ...(reference.on ? { reference: reference.typed.trim() } : {}),
    ...(keepNewest.on
      ? {
          keepNewest: {
            count: numberIn(keepNewest),
            ...(repository.trim() === '' ? {} : { repository: repository.trim() }),
          },
        }
      : {}),
  }
}

function cacheOf({ olderThanDays, keepBytes, all }: CacheRules): NonNullable<CleanupRequest['buildCache']> {
  return {
    ...(olderThanDays.on ? { olderThanDays: numberIn(olderThanDays) } : {}),
    ...(keepBytes.on ? { keepBytes: numberIn(keepBytes) * gigabyte } : {}),
    ...(all ? { all } : {}),
  }
}

function wrongRule({ which, rules, cache }: CleanupDraft): RuleName | undefined {
  const images = which === 'none' ? [] : imageRules
  const wrong = images.find(({ name, isRight }) => rules[name].on && !isRight(rules[name].typed))
  if (wrong !== undefined) return wrong.name
  if (!cache.on) return undefined
  if (cache.olderThanDays.on && !isDays(cache.olderThanDays.typed)) return 'cacheOlder'
  return cache.keepBytes.on && !isAmount(cache.keepBytes.typed) ? 'cacheKeep' : undefined
}

const imageRules: readonly {
  readonly name: keyof Omit<Rules, 'repository'>
  readonly isRight: (typed: string) => boolean
}[] = [
  { name: 'unusedForDays', isRight: isDays },
  { name: 'olderThanDays', isRight: isDays },
  { name: 'biggerThan', isRight: isAmount },
  { name: 'label', isRight: isText },
  { name: 'reference', isRight: isText },
  { name: 'keepNewest', isRight: (typed) => /^[1-9]\d{0,2}$/.test(typed.trim()) },
]

function isDays(typed: string): boolean {
  return isAmount(typed) && Number(typed.replace(',', '.')) <= 36_500
}

/** A decimal point may be a comma. */
function isAmount(typed: string): boolean {
  return /^\d{1,9}(?:[.,]\d{1,6})?$/.test(typed.trim())
}

function isText(typed: string): boolean {
  return typed.trim() !== ''
}

function numberIn({ typed }: NumberRule): number {
  return Number(typed.trim().replace(',', '.'))
}

export type PlanLine =
  | { readonly type: 'heading'; readonly section: Section; readonly count: number; readonly bytes?: number }
  | { readonly type: 'image'; readonly item: CleanupItem }
  | { readonly type: 'cache'; readonly item: CacheItem }
  | { readonly type: 'container'; readonly container: CleanupContainer }

export type Section = 'containers' | 'deleted' | 'untagged' | 'blocked' | 'kept' | 'cache' | 'cacheStays'

export type PlanLines = {
  readonly containers: readonly CleanupContainer[]
  readonly items: readonly CleanupItem[]
  readonly cache: readonly CacheItem[]
}

/** What goes stands first, by what it gives back; then what can't go, then what was left out. */
export function linesOf({ containers, items, cache }: PlanLines): readonly PlanLine[] {
  const images = (section: 'deleted' | 'untagged' | 'blocked' | 'kept') =>
    items
      .filter(({ verdict }) => verdict === section)
      .sort(section === 'kept' ? byName : (a, b) => gain(b) - gain(a) || b.size - a.size)
      .map((item): PlanLine => ({ type: 'image', item }))
  const records = (section: 'cache' | 'cacheStays') =>
    cache
      .filter(({ verdict }) => (verdict === 'removed') === (section === 'cache'))
      .sort((a, b) => b.bytes - a.bytes)
      .map((item): PlanLine => ({ type: 'cache', item }))
  return [
    ...section(
      'containers',
      containers.map((container): PlanLine => ({ type: 'container', container })),
    ),
    ...section('deleted', images('deleted')),
    ...section('untagged', images('untagged')),
    ...section('cache', records('cache')),
    ...section('blocked', images('blocked')),
    ...section('kept', images('kept')),
    ...section('cacheStays', records('cacheStays')),
  ]
}

function section(name: Section, lines: readonly PlanLine[]): readonly PlanLine[] {
  return lines.length === 0 ? [] : [{ type: 'heading', section: name, count: lines.length }, ...lines]
}

const names = new Intl.Collator('en', { numeric: true })

function byName(a: CleanupItem, b: CleanupItem): number {
  return names.compare(a.name, b.name)
}

function gain({ alone }: CleanupItem): number {
  return alone === undefined ? 0 : allBytes(alone.freed)
}

/** Stopped containers alone hold it: they can go first, if the person says so. */
export function stoppedBlockers({ blocker }: CleanupItem): readonly string[] {
  if (blocker?.type !== 'containers' || blocker.containers.some(({ running }) => running)) return []
  return blocker.containers.map(({ id }) => id)
}

export function isAbout({ about }: Pick<Reclaim, 'about'>): boolean {
  return about.length > 0
}

export function toggled(set: ReadonlySet<string>, key: string, isIn: boolean): ReadonlySet<string> {
  const next = new Set(set)
  if (isIn) next.add(key)
  else next.delete(key)
  return next
}
