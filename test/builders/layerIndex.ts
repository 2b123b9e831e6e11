import { createHash } from 'node:crypto'
import type { LayerIndex } from '../../main/layers/layerIndex'
import { IndexBuilder } from '../../main/layers/scan/indexBuilder'
import { defaultLimits } from '../../main/layers/scan/limits'
import { TarWalker } from '../../main/layers/tar/tarWalker'
import { layerTar, type TarSpec } from './layerTar'

/** The index of a layer with these entries, by the same code that reads real ones. */
export function indexOf(entries: Iterable<TarSpec | Uint8Array>): LayerIndex {
  return indexOfTar(layerTar(entries))
}

/** @param pieceBytes the tar is pushed in pieces of this size */
export function indexOfTar(tar: Uint8Array, pieceBytes = tar.length, limits = defaultLimits): LayerIndex {
  const builder = new IndexBuilder(limits)
  const walker = new TarWalker(builder)
  for (let from = 0; from < tar.length; from += pieceBytes) {
    const piece = tar.subarray(from, from + pieceBytes)
    let at = walker.push(piece)
    while (at < piece.length || walker.isBusy) at = walker.push(piece, at)
  }
  const diffId = `sha256:${createHash('sha256').update(tar).digest('hex')}`
  return builder.finish(walker.finish(), diffId, tar.length)
}
