import type { ChangeCounts } from '@shared/domain/contents'
import { EntryKind, type LayerIndex } from '../layerIndex'
import { changesOf, countChanges } from './changes'
import type { ImageModel } from './model'

export type LayerFacts = {
  /** Of data in the tar: what waste is counted in. */
  readonly bytes: number
  /** Entries that are files, hard links among them. */
  readonly files: number
  readonly entries: number
  readonly changes: ChangeCounts
}

/** Of each layer, bottom first. */
export function layerFacts(model: ImageModel): readonly LayerFacts[] {
  return model.layers.map((layer, position) => ({
    bytes: layer.entries.stored.reduce((sum, bytes) => sum + bytes, 0),
    files: countFiles(layer),
    entries: layer.entries.count,
    changes: countChanges(changesOf(model, position)),
  }))
}

function countFiles({ entries }: LayerIndex): number {
  let files = 0
  for (const kind of entries.kind) if (kind === EntryKind.file || kind === EntryKind.hardLink) files += 1
  return files
}
