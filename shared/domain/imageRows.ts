import type { ImageNaming, ImageRow } from './image'
import { type PackedLedger, packLedgers, unpackLedgers } from './ledgerRows'
import type { Doubt } from './sizes'

/** Rows by column: keys are not repeated, and JSON.parse of it is the cheapest way over IPC (limits.md B18). */
export type PackedRows = {
  readonly ids: readonly string[]
  readonly tags: readonly (readonly string[])[]
  readonly digests: readonly (readonly string[])[]
  readonly created: readonly (number | null)[]
  readonly size: readonly number[]
  readonly naming: readonly number[]
  readonly running: readonly number[]
  readonly stopped: readonly number[]
  /** Sparse columns: index of the row -> value. */
  readonly usedBy: Readonly<Record<string, readonly string[]>>
  readonly platform: Readonly<Record<string, string>>
  readonly parentId: Readonly<Record<string, string>>
  readonly was: Readonly<Record<string, NonNullable<ImageRow['was']>>>
  readonly ledger: PackedLedger
  readonly unique: readonly (number | null)[]
  readonly uniqueAbout: Readonly<Record<string, readonly Doubt[]>>
}

const namings: readonly ImageNaming[] = ['tagged', 'digestOnly', 'dangling', 'intermediate']

function sparse<T>(rows: readonly ImageRow[], pick: (row: ImageRow) => T | undefined): Record<string, T> {
  const found: Record<string, T> = {}
  rows.forEach((row, i) => {
    const value = pick(row)
    if (value !== undefined) found[i] = value
  })
  return found
}

export function packRows(rows: readonly ImageRow[]): PackedRows {
  return {
    ids: rows.map((r) => r.id),
    tags: rows.map((r) => r.tags),
    digests: rows.map((r) => r.digests),
    created: rows.map((r) => r.created ?? null),
    size: rows.map((r) => r.size),
    naming: rows.map((r) => namings.indexOf(r.naming)),
    running: rows.map((r) => r.running),
    stopped: rows.map((r) => r.stopped),
    usedBy: sparse(rows, (r) => (r.usedBy.length > 0 ? r.usedBy : undefined)),
    platform: sparse(rows, (r) => r.platform),
    parentId: sparse(rows, (r) => r.parentId),
    was: sparse(rows, (r) => r.was),
    ledger: packLedgers(rows.map((r) => r.ledger)),
    unique: rows.map((r) => r.unique ?? null),
    uniqueAbout: sparse(rows, (r) => r.uniqueAbout),
  }
}

export function unpackRows(packed: PackedRows): ImageRow[] {
  const ledgers = unpackLedgers(packed.ledger)
  return packed.ids.map((id, i) => {
    const created = packed.created[i]
    const platform = packed.platform[i]
    const parentId = packed.parentId[i]
    const was = packed.was[i]
    const ledger = ledgers[i]
    const unique = packed.unique[i]
    const uniqueAbout = packed.uniqueAbout[i]
    return {
      id,
      tags: packed.tags[i] ?? [],
      digests: packed.digests[i] ?? [],
      size: packed.size[i] ?? 0,
      naming: namings[packed.naming[i] ?? 0] ?? 'tagged',
      running: packed.running[i] ?? 0,
      stopped: packed.stopped[i] ?? 0,
      usedBy: packed.usedBy[i] ?? [],
      ...(created === null || created === undefined ? {} : { created }),
      ...(platform === undefined ? {} : { platform }),
      ...(parentId === undefined ? {} : { parentId }),
      ...(was === undefined ? {} : { was }),
      ...(ledger === undefined ? {} : { ledger }),
      ...(unique === null || unique === undefined ? {} : { unique }),
      ...(uniqueAbout === undefined ? {} : { uniqueAbout }),
    }
  })
}
