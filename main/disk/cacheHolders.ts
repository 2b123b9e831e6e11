import type { HoldingRecord } from '../sizes/holders'
import type { CacheMatch } from './cacheMatch'

/** What the records of the build cache keep, as sums of images want it. */
export function holdingRecords({ records }: CacheMatch): readonly HoldingRecord[] {
  return records.map(({ record, path, kind, keeps, certainty, ownBytes }) => ({
    id: record.id,
    files: keeps === 'layer' ? path : [],
    blobs: keeps === 'nothing' ? [] : path,
    // A base's record tells no bytes, or those of its blob.
    ...(keeps === 'layer' && kind === 'step' ? { layer: record.size } : {}),
    about: certainty === 'about',
    alone: ownBytes,
  }))
}
