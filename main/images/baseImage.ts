import type { ImageId } from '@shared/domain/image'

/** An image whose chain of layers is known. */
export type Chain = { readonly id: ImageId; readonly diffIds: readonly string[]; readonly name?: string }

export function isProperPrefix(lower: readonly string[], whole: readonly string[]): boolean {
  return lower.length > 0 && lower.length < whole.length && lower.every((diffId, i) => diffId === whole[i])
}

/** The local image with the most layers among those that this one stands on; a named one wins over an unnamed one. */
export function largestBase(diffIds: readonly string[], others: Iterable<Chain>): Chain | undefined {
  let best: Chain | undefined
  for (const other of others) {
    if (!isProperPrefix(other.diffIds, diffIds)) continue
    if (best === undefined || isBetter(other, best)) best = other
  }
  return best
}

function isBetter(a: Chain, b: Chain): boolean {
  if (a.diffIds.length !== b.diffIds.length) return a.diffIds.length > b.diffIds.length
  if ((a.name === undefined) !== (b.name === undefined)) return a.name !== undefined
  // Any order will do, as long as it is always the same.
  return (a.name ?? a.id) < (b.name ?? b.id)
}
