/** How an image came to the engine; commit: made of a container. Absent wherever it is not known. */
export const cameWords = ['pull', 'build', 'load', 'import', 'commit'] as const
export type CameBy = (typeof cameWords)[number]

/** What a container of the image did last. */
export const useWords = ['created', 'started', 'ended'] as const
export type UseHow = (typeof useWords)[number]

/** What a row of the list knows of an image's past; times in ms since the epoch. */
export type LedgerRow = {
  /** Earliest sign of the image on this engine. */
  readonly firstSeen: number
  /**
   * Since then no container of it was seen at work, it was not named, pulled, built or loaded anew, and nothing was missed:
   * it is unused for AT LEAST that long. Absent while a container of it runs.
   */
  readonly unusedSince?: number
  /** A container of it was created, started or ended; nothing is said of times that nobody watched. */
  readonly lastUsed?: number
  readonly came?: CameBy
}

/** A time in which nobody watched. `from` is absent before Strata met the engine. */
export type LedgerGap = { readonly from?: number; readonly to: number }

/** The same with what the details tell. */
export type LedgerView = Pick<LedgerRow, 'firstSeen' | 'unusedSince'> & {
  readonly lastUse?: { readonly at: number; readonly how: UseHow; readonly container?: string }
  readonly came?: { readonly by: CameBy; readonly at: number; readonly reference?: string }
  /** Gaps since the image was last used, or first seen; newest first, at most `shownGaps`. */
  readonly gaps: readonly LedgerGap[]
  readonly gapsTotal: number
}

export const shownGaps = 3

/** How to get an image back: `repoDigest` is familiar `repository@digest`, only where a registry is known to have had it. */
export type ImageOrigin = {
  readonly came: CameBy | 'unknown'
  readonly reference?: string
  readonly repoDigest?: string
}

export function sameLedger(a: LedgerRow | undefined, b: LedgerRow | undefined): boolean {
  return (
    a?.firstSeen === b?.firstSeen &&
    a?.unusedSince === b?.unusedSince &&
    a?.lastUsed === b?.lastUsed &&
    a?.came === b?.came
  )
}

export const dayMs = 86_400_000

/** `now`: the time up to which things are known. */
export function isUnusedFor(ledger: LedgerRow | undefined, days: number, now: number): boolean {
  return ledger?.unusedSince !== undefined && now - ledger.unusedSince >= days * dayMs
}
