import { AppFailure, appError } from '@shared/errors'
import type { ScanResult } from './scanLayer'

export type WantedDigests = {
  /** What messages call the layer. */
  readonly blob: string
  /** By the config. */
  readonly diffId?: string
  /** By the manifest: of the bytes as stored. */
  readonly digest?: string
  readonly storedBytes?: number
}

/** @throws AppFailure SOURCE_DIGEST_MISMATCH {blob}: nothing that was read of it may be used */
export function verifyScan({ index, storedDigest, storedBytes }: ScanResult, wanted: WantedDigests): void {
  const isRight =
    fits(wanted.diffId, index.diffId) &&
    fits(wanted.digest, storedDigest) &&
    (wanted.storedBytes === undefined || wanted.storedBytes === storedBytes)
  if (!isRight) throw new AppFailure(appError('SOURCE_DIGEST_MISMATCH', { blob: wanted.blob }))
}

/** Digests of other algorithms are none that a scan computes: the source checks those. */
function fits(wanted: string | undefined, found: string): boolean {
  return wanted === undefined || !wanted.startsWith('sha256:') || wanted === found
}
