import type { ImageId } from '@shared/domain/image'
import {
  type CameBy,
  type ImageOrigin,
  type LedgerGap,
  type LedgerRow,
  type LedgerView,
  shownGaps,
  type UseHow,
} from '@shared/domain/ledger'

export type Use = { readonly at: number; readonly how: UseHow; readonly container?: string }
export type Came = { readonly by: CameBy; readonly at: number; readonly reference?: string }

/** What is kept of one image; times in ms since the epoch, by this computer's clock. */
export type LedgerEntry = {
  readonly firstSeen: number
  /**
   * Last time that it was brought or named, first listed, or perhaps used: before it nothing is claimed. Never less than
   * `firstSeen`.
   */
  readonly handled: number
  readonly lastUse?: Use
  readonly came?: Came
  /** Familiar `repository@digest` under which a registry has or had it. */
  readonly repoDigest?: string
  /** When it was seen to be removed. */
  readonly gone?: number
}

/** One thing that was learned. In whatever order they come, `unusedSince` is never earlier than the truth. */
export type Fact =
  /** It is on the engine at that time; `handled`: it was brought or named then. */
  | { readonly type: 'here'; readonly id: ImageId; readonly at: number; readonly handled: boolean }
  | { readonly type: 'used'; readonly id: ImageId; readonly use: Use }
  /** It or another one was used. */
  | { readonly type: 'maybeUsed'; readonly id: ImageId; readonly at: number }
  /** Some image was used, and nobody knows which. */
  | { readonly type: 'blind'; readonly at: number }
  | { readonly type: 'came'; readonly id: ImageId; readonly came: Came }
  | { readonly type: 'registry'; readonly id: ImageId; readonly repoDigest: string }
  | { readonly type: 'gone'; readonly id: ImageId; readonly at: number }
  | { readonly type: 'gap'; readonly gap: LedgerGap }

/** Events of one arrival come one after the other: `create`, which says built, before the `commit` that it belongs to. */
const oneArrivalMs = 10_000
const rank: Readonly<Record<CameBy, number>> = { build: 0, pull: 1, load: 2, import: 2, commit: 2 }

/** How it came first stays, but for what knows better about the same arrival. */
function isBetter(now: Came, before: Came | undefined): boolean {
  if (before === undefined) return true
  return Math.abs(now.at - before.at) <= oneArrivalMs && rank[now.by] > rank[before.by]
}

/** The newest gaps; the end of the last one is what counts, the others are told in the details. */
export const maxGaps = 50
/** Removed images, for "pull again"; the oldest go first. */
export const maxGone = 2_000

/** The past of an engine's images. No engine, no clock and no disk here. */
export class Ledger {
  readonly #entries = new Map<ImageId, LedgerEntry>()
  readonly #touched = new Set<ImageId>()
  #gaps: readonly LedgerGap[] = []
  #blindUntil = 0
  #gone = 0

  constructor(
    entries: Iterable<readonly [ImageId, LedgerEntry]> = [],
    gaps: readonly LedgerGap[] = [],
    blindUntil = 0,
  ) {
    for (const [id, entry] of entries) this.#put(id, entry)
    for (const gap of gaps) this.#addGap(gap)
    this.#blind(blindUntil)
    this.#touched.clear()
  }

  get gaps(): readonly LedgerGap[] {
    return this.#gaps
  }

  /** Before it nothing is claimed of any image, ms. */
  get blindUntil(): number {
    return this.#blindUntil
  }

  entries(): IterableIterator<[ImageId, LedgerEntry]> {
    return this.#entries.entries()
  }

  /** Known, and not known to be removed. */
  has(id: ImageId): boolean {
    const entry = this.#entries.get(id)
    return entry !== undefined && entry.gone === undefined
  }

  entry(id: ImageId): LedgerEntry | undefined {
    return this.#entries.get(id)
  }

  learn(fact: Fact): void {
    switch (fact.type) {
      case 'gap':
        this.#addGap(fact.gap)
        break
      case 'here':
        this.#here(fact.id, fact.at, fact.handled)
        break
      case 'used':
        this.#used(fact.id, fact.use)
        break
      case 'maybeUsed':
        this.#here(fact.id, fact.at, true)
        break
      case 'blind':
        this.#blind(fact.at)
        break
      case 'came':
        this.#change(fact.id, (entry) =>
          isBetter(fact.came, entry.came) ? { ...entry, came: fact.came } : entry,
        )
        break
      case 'registry':
        this.#change(fact.id, (entry) =>
          entry.repoDigest === fact.repoDigest ? entry : { ...entry, repoDigest: fact.repoDigest },
        )
        break
      case 'gone':
        this.#change(fact.id, (entry) => (entry.gone === undefined ? { ...entry, gone: fact.at } : entry))
        this.#dropOldestGone()
        break
    }
  }

  /** A job of Strata's says how it came: better than what events since it began let guess. */
  learnFromJob(id: ImageId, came: Came, since: number): void {
    this.#change(id, (entry) =>
      entry.came === undefined || entry.came.at >= since - oneArrivalMs ? { ...entry, came } : entry,
    )
  }

  /** Images whose rows may look different since the last call; a gap changes all of them. */
  takeTouched(): ReadonlySet<ImageId> {
    const touched = new Set(this.#touched)
    this.#touched.clear()
    return touched
  }

  /** Latest of last use, last handling and end of the last gap; undefined when nothing is known of the image. */
  unusedSince(id: ImageId): number | undefined {
    const entry = this.#entries.get(id)
    return entry && Math.max(entry.handled, entry.lastUse?.at ?? 0, this.#blindUntil)
  }

  row(id: ImageId, running: boolean): LedgerRow | undefined {
    const entry = this.#entries.get(id)
    if (entry === undefined) return undefined
    const unusedSince = running ? undefined : this.unusedSince(id)
    return {
      firstSeen: entry.firstSeen,
      ...(unusedSince === undefined ? {} : { unusedSince }),
      ...(entry.lastUse === undefined ? {} : { lastUsed: entry.lastUse.at }),
      ...(entry.came === undefined ? {} : { came: entry.came.by }),
    }
  }

  view(id: ImageId, running: boolean): LedgerView | undefined {
    const entry = this.#entries.get(id)
    if (entry === undefined) return undefined
    const unusedSince = running ? undefined : this.unusedSince(id)
    const known = Math.max(entry.firstSeen, entry.lastUse?.at ?? 0)
    const gaps = running ? [] : this.#gaps.filter(({ to }) => to > known)
    return {
      firstSeen: entry.firstSeen,
      ...(unusedSince === undefined ? {} : { unusedSince }),
      ...(entry.lastUse === undefined ? {} : { lastUse: entry.lastUse }),
      ...(entry.came === undefined ? {} : { came: entry.came }),
      gaps: gaps.slice(-shownGaps).reverse(),
      gapsTotal: gaps.length,
    }
  }

  origin(id: ImageId): ImageOrigin | undefined {
    const entry = this.#entries.get(id)
    if (entry === undefined) return undefined
    const { came, repoDigest } = entry
    return {
      came: came?.by ?? 'unknown',
      ...(came?.reference === undefined ? {} : { reference: came.reference }),
      ...(repoDigest === undefined ? {} : { repoDigest }),
    }
  }

  #here(id: ImageId, at: number, handled: boolean): void {
    const entry = this.#entries.get(id)
    if (entry === undefined) {
      // An old sign alone claims nothing: whatever happened since was not watched for this image.
      if (handled) this.#put(id, { firstSeen: at, handled: at })
      return
    }
    if (entry.gone !== undefined && at > entry.gone) {
      // It is back: how it came the first time says nothing of now, but the registry may still have it.
      const { came: _, gone: __, ...rest } = entry
      return this.#put(id, { ...rest, firstSeen: at, handled: Math.max(at, entry.handled) })
    }
    const firstSeen = entry.gone === undefined ? Math.min(at, entry.firstSeen) : entry.firstSeen
    const next = { ...entry, firstSeen, handled: handled ? Math.max(at, entry.handled) : entry.handled }
    if (next.firstSeen !== entry.firstSeen || next.handled !== entry.handled) this.#put(id, next)
  }

  #used(id: ImageId, use: Use): void {
    if (!this.#entries.has(id)) this.#put(id, { firstSeen: use.at, handled: use.at })
    this.#change(id, (entry) => (use.at < (entry.lastUse?.at ?? 0) ? entry : { ...entry, lastUse: use }))
  }

  /** Nothing is kept of images that were never here. */
  #change(id: ImageId, change: (entry: LedgerEntry) => LedgerEntry): void {
    const entry = this.#entries.get(id)
    if (entry === undefined) return
    const next = change(entry)
    if (next !== entry) this.#put(id, next)
  }

  #put(id: ImageId, entry: LedgerEntry): void {
    const before = this.#entries.get(id)
    this.#gone += Number(entry.gone !== undefined) - Number(before?.gone !== undefined)
    this.#entries.set(id, entry)
    this.#touched.add(id)
  }

  #addGap(gap: LedgerGap): void {
    this.#gaps = [...this.#gaps, gap].sort((a, b) => a.to - b.to).slice(-maxGaps)
    this.#blind(gap.to)
  }

  #blind(until: number): void {
    if (until <= this.#blindUntil) return
    this.#blindUntil = until
    for (const id of this.#entries.keys()) this.#touched.add(id)
  }

  #dropOldestGone(): void {
    if (this.#gone <= maxGone) return
    let oldest: ImageId | undefined
    let when = Number.POSITIVE_INFINITY
    for (const [id, { gone }] of this.#entries) {
      if (gone !== undefined && gone < when) [oldest, when] = [id, gone]
    }
    if (oldest === undefined) return
    this.#entries.delete(oldest)
    this.#gone -= 1
  }
}
