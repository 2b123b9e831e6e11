import type { ChangeCounts } from '@shared/domain/contents'
import { EntryKind, type LayerIndex } from '../layerIndex'
import { changesOf, countChanges } from './changes'
import type { ImageModel } from './model'

export type LayerSums = {
  /** Of data in the tar: what waste is counted in. */
  readonly bytes: number
  /** Entries that are files, hard links among them. */
  readonly files: number
}

export type LayerFacts = LayerSums & { readonly entries: number; readonly changes: ChangeCounts }

/** Of each layer, bottom first. */
export function layerFacts(model: ImageModel): readonly LayerFacts[] {
  return layerSums(model).map((sums, position) => ({
    ...sums,
    entries: model.layers[position]?.entries.count ?? 0,
    changes: countChanges(changesOf(model, position)),
  }))
}

/** Without what has to be stacked to be known. */
export function layerSums({ layers }: ImageModel): readonly LayerSums[] {
  return layers.map((layer) => ({
    bytes: layer.entries.stored.reduce((sum, bytes) => sum + bytes, 0),
    files: countFiles(layer),
  }))
}

function countFiles({ entries }: LayerIndex): number {
  let files = 0
  for (const kind of entries.kind) if (kind === EntryKind.file || kind === EntryKind.hardLink) files += 1
  return files
}
