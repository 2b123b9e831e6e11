import type { Keep } from '@shared/domain/cleanup'
import type { CleanupRequest, CleanupTarget } from '@shared/domain/cleanupRequest'
import { shortId } from '@shared/domain/digest'
import { type ImageId, type ImageRow, useOf } from '@shared/domain/image'
import { compileReferenceMatch, labelsMatch } from '@shared/domain/imageMatch'
import { dayMs, isUnusedFor } from '@shared/domain/ledger'
import { AppFailure, appError } from '@shared/errors'
import type { CleanupFacts } from './facts'
import { type Rank, ranksOf } from './newest'

/** What the request wants of one image, before anything is asked about what holds it. */
export type Wanted = {
  readonly row: ImageRow
  /** The whole image or nothing of it; else these names, the image with its last one. */
  readonly names: 'all' | readonly string[]
  /** Names that fit and stay, since they are among the newest. */
  readonly newest: ReadonlyMap<string, Extract<Keep, { type: 'newest' }>>
  /** Nobody asked for it by itself: it is shown only when it goes. */
  readonly quiet: boolean
  /** As long as any container uses it nothing of it goes. */
  readonly onlyUnused: boolean
}

export type Selection = { readonly wanted: readonly Wanted[]; readonly missing: readonly string[] }

/** Pure. Throws INPUT_INVALID {field} for a malformed glob. */
export function select(request: CleanupRequest, facts: CleanupFacts): Selection {
  const { which } = request
  if (which === undefined) return { wanted: [], missing: [] }
  const fits = narrowing(request, facts)
  const namesOf = naming(request, facts)
  const base = { newest: noneNewest, quiet: false, onlyUnused: which.type === 'unused' }
  if (which.type !== 'chosen') {
    const wanted = facts.rows.flatMap((row): readonly Wanted[] => {
      if (!isOf(which.type, row) || !fits(row)) return []
      const quiet = row.naming === 'intermediate'
      if (namesOf === undefined) return [{ ...base, row, names: 'all', quiet }]
      const some = namesOf(row, [...row.tags, ...row.digests])
      return some.names.length === 0 ? [] : [{ ...base, row, ...some }]
    })
    return { wanted, missing: [] }
  }
  const chosen = byImage(which.targets)
  const rows = facts.rows.filter((row) => chosen.has(row.id) && fits(row))
  const wanted = rows.flatMap((row): readonly Wanted[] => {
    const names = chosen.get(row.id) ?? []
    if (names === 'all' && namesOf === undefined) return [{ ...base, row, names }]
    const has = [...row.tags, ...row.digests]
    const held = names === 'all' ? has : has.filter((name) => names.includes(name))
    const some = namesOf === undefined ? { names: held } : namesOf(row, held)
    return some.names.length === 0 ? [] : [{ ...base, row, ...some }]
  })
  return { wanted, missing: missingOf(which.targets, facts.rows) }
}

const noneNewest: Wanted['newest'] = new Map()

function isOf(which: 'dangling' | 'unused' | 'all', row: ImageRow): boolean {
  if (which === 'dangling') return row.naming === 'dangling' || row.naming === 'intermediate'
  return which === 'all' || useOf(row) !== 'running'
}

function narrowing(request: CleanupRequest, facts: CleanupFacts): (row: ImageRow) => boolean {
  const { olderThanDays, unusedForDays, labels, biggerThan } = request
  const { now, labelsOf } = facts
  const before = (at: number | undefined, days: number) => at !== undefined && at <= now - days * dayMs
  return (row) =>
    (olderThanDays === undefined || before(row.created, olderThanDays)) &&
    (unusedForDays === undefined || isUnusedFor(row.ledger, unusedForDays, now)) &&
    (biggerThan === undefined || row.size > biggerThan) &&
    (labels === undefined || labels.length === 0 || labelsMatch(labelsOf(row.id), labels))
}

type SomeNames = { readonly names: readonly string[]; readonly newest?: Wanted['newest'] }

/** Undefined when the request does not speak of names. */
function naming(
  { reference, keepNewest }: CleanupRequest,
  { rows }: CleanupFacts,
): ((row: ImageRow, names: readonly string[]) => SomeNames) | undefined {
  if (reference === undefined && keepNewest === undefined) return undefined
  const glob = reference === undefined ? () => true : compileReferenceMatch(reference)
  if (glob === undefined) throw new AppFailure(appError('INPUT_INVALID', { field: 'reference' }))
  if (keepNewest === undefined) return (_, names) => ({ names: names.filter(glob) })
  const ranks = ranksOf(rows, keepNewest)
  return (_, names) => {
    const ranked = names.filter((name) => glob(name) && ranks.has(name))
    return { names: ranked, newest: newestOf(ranked, ranks, keepNewest.count) }
  }
}

function newestOf(
  names: readonly string[],
  ranks: ReadonlyMap<string, Rank>,
  count: number,
): Wanted['newest'] {
  const newest = new Map<string, Extract<Keep, { type: 'newest' }>>()
  for (const name of names) {
    const rank = ranks.get(name)
    if (rank !== undefined && rank.rank <= count) newest.set(name, { type: 'newest', ...rank })
  }
  return newest
}

function byImage(targets: readonly CleanupTarget[]): ReadonlyMap<ImageId, 'all' | readonly string[]> {
  const chosen = new Map<ImageId, 'all' | string[]>()
  for (const target of targets) {
    const names = chosen.get(target.imageId)
    if (target.type === 'image') chosen.set(target.imageId, 'all')
    else if (names === undefined) chosen.set(target.imageId, [target.reference])
    else if (names !== 'all') names.push(target.reference)
  }
  return chosen
}

function missingOf(targets: readonly CleanupTarget[], rows: readonly ImageRow[]): readonly string[] {
  const held = new Map(rows.map((row) => [row.id, new Set([...row.tags, ...row.digests])]))
  return targets.flatMap((target) => {
    const names = held.get(target.imageId)
    if (target.type === 'image') return names === undefined ? [shortId(target.imageId)] : []
    return names?.has(target.reference) === true ? [] : [target.reference]
  })
}
