import type { SourcedImage, SourcedLayer } from '@shared/domain/imageSource'
import { defaultLimits, type ScanLimits } from '../../layers/scan/limits'
import { scanLayer, scanLayerFile } from '../../layers/scan/scanLayer'
import type { ScanProgress } from '../../layers/scan/scanRun'
import { verifyScan } from '../../layers/scan/verifyScan'
import type { OnePassSource, RandomAccessSource, SourceContent } from '../../ports/imageSource'
import type { ReadOutcome } from './analyst'
import type { OpContext } from './calls'
import type { Indexes } from './indexes'

export type Reading = OpContext & { readonly store: Indexes; readonly raise: number }

/** Ten times more of everything with each step. */
export function limitsOf(raise: number): ScanLimits {
  const factor = 10 ** raise
  const { bytes, ratio, ratioFrom, entries, nameBytes } = defaultLimits
  return {
    ratioFrom,
    bytes: bytes * factor,
    ratio: ratio * factor,
    entries: entries * factor,
    nameBytes: nameBytes * factor,
  }
}

/** Layers of one image where any blob can be read: only those that are not indexed. */
export async function readRandomAccess(
  source: RandomAccessSource,
  image: SourcedImage,
  { store, raise, signal, progress }: Reading,
): Promise<ReadOutcome> {
  const readable = image.layers.filter(({ isForeign, diffId }) => !isForeign && diffId !== undefined)
  const indexed = await store.has(readable.map(({ diffId = '' }) => diffId))
  const unread = new Map<string, SourcedLayer>()
  for (const layer of readable) {
    if (layer.diffId !== undefined && !indexed.has(layer.diffId)) unread.set(layer.diffId, layer)
  }
  let bytes = 0
  let entries = 0
  let number = 0
  for (const [diffId, layer] of unread) {
    number += 1
    const before = { bytes, entries }
    const place = { number, of: unread.size }
    const blob = layer.blob?.digest ?? layer.key
    const options = {
      signal,
      blob,
      limits: limitsOf(raise),
      progress: (part: ScanProgress) =>
        progress({ bytes: before.bytes + part.stored, entries: before.entries + part.entries, layer: place }),
    }
    const part = await source.fileOf(layer)
    const scan =
      part === undefined
        ? await scanLayer(source.layer(layer, { signal }), options)
        : await scanLayerFile(part, options)
    verifyScan(scan, { blob, diffId, ...(layer.blob && { digest: layer.blob.digest }) })
    await store.put(scan.index)
    bytes += scan.storedBytes
    entries += scan.index.entries.count
  }
  return { read: unread.size, known: readable.length - unread.size, bytes, entries }
}

/** Everything passes by once: each blob that is a layer and not known is indexed, whatever image it turns out to be of. */
export async function readOnePass(
  source: OnePassSource,
  { store, raise, signal, progress }: Reading,
): Promise<ReadOutcome & { readonly content: SourceContent }> {
  let bytes = 0
  let entries = 0
  let read = 0
  let known = 0
  const content = await source.read(
    async (blob) => {
      const before = { bytes, entries }
      const report = (part: Pick<ScanProgress, 'stored' | 'entries'>) =>
        progress({
          bytes: before.bytes + part.stored,
          entries: before.entries + part.entries,
          layer: { number: read + known + 1, of: read + known + 1 },
        })
      // An uncompressed blob is named by its diffId.
      if (blob.digest !== undefined && (await store.has([blob.digest])).size > 0) {
        for await (const chunk of blob.bytes) {
          bytes += chunk.length
          report({ stored: bytes - before.bytes, entries: 0 })
        }
        known += 1
        return { diffId: blob.digest }
      }
      const scan = await scanLayer(blob.unhashed ?? blob.bytes, {
        signal,
        blob: blob.digest ?? blob.path,
        limits: limitsOf(raise),
        progress: report,
      })
      verifyScan(scan, { blob: blob.digest ?? blob.path, ...(blob.digest && { digest: blob.digest }) })
      await store.put(scan.index)
      read += 1
      bytes += scan.storedBytes
      entries += scan.index.entries.count
      return { diffId: scan.index.diffId, digest: scan.storedDigest }
    },
    { signal },
  )
  return { content, read, known, bytes, entries }
}
