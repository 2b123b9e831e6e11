import { createHash } from 'node:crypto'
import type { LayerPacking } from '@shared/domain/imageSource'
import type { FilePart } from '../../ports/imageSource'
import { abortable } from '../../streams/abortable'
import { unpacked } from '../../streams/unpacked'
import type { LayerIndex } from '../layerIndex'
import { filePartBytes, readFilePart, startOfPart } from './fileParts'
import { defaultLimits, type ScanLimits } from './limits'
import { scanFailure } from './scanFailure'
import { type ScanProgress, ScanRun } from './scanRun'
import { packingOfBytes, sniffed } from './sniff'

export type ScanOptions = {
  readonly signal: AbortSignal
  /** What messages call the layer: its digest, or its path in an archive. */
  readonly blob: string
  readonly limits?: Partial<ScanLimits>
  /** Called often, at least once a megabyte; whoever shows it thins it out. */
  readonly progress?: (progress: ScanProgress) => void
}

export type ScanResult = {
  readonly index: LayerIndex
  readonly packing: LayerPacking
  /** `sha256:<hex>` of the bytes as they are stored, packed or not; and how many. */
  readonly storedDigest: string
  readonly storedBytes: number
}

/**
 * Reads a layer once, from its first byte to its last: unpacks it, walks its tar, and computes the digests of what is stored, of
 * the tar and of every file. Holds no contents. A chunk must be good until the next is asked for. Whether the digests are
 * the wanted ones, `verifyScan` tells.
 * @throws AppFailure LAYER_*, the signal's reason, and what the source throws
 */
export async function scanLayer(bytes: AsyncIterable<Uint8Array>, options: ScanOptions): Promise<ScanResult> {
  const { signal } = options
  const { packing, bytes: all } = await sniffed(abortable(bytes, signal))
  const stored = packing === 'none' ? undefined : createHash('sha256')
  let storedBytes = 0
  const counted = async function* (): AsyncGenerator<Uint8Array, void> {
    for await (const chunk of all) {
      storedBytes += chunk.length
      stored?.update(chunk)
      // What unpacks works in other threads while the next is asked for, which may come in the same memory.
      yield packing === 'none' ? chunk : Buffer.from(chunk)
    }
  }
  const run = runOf(options, () => storedBytes)
  return await guarded(options.blob, packing, async () => {
    const tar = packing === 'none' ? counted() : unpacked(counted(), packing)
    for await (const chunk of tar) {
      signal.throwIfAborted()
      await run.take(chunk)
    }
    const index = run.finish()
    const storedDigest = stored === undefined ? index.diffId : `sha256:${stored.digest('hex')}`
    return { index, packing, storedDigest, storedBytes }
  })
}

/**
 * The same of a layer that lies in a file, or in a part of one (an uncompressed archive): read in place in big pieces.
 * @throws AppFailure LAYER_*, FILE_READ_FAILED, SOURCE_TRUNCATED {blob} when the file is shorter, the signal's reason
 */
export async function scanLayerFile(part: FilePart, options: ScanOptions): Promise<ScanResult> {
  const { blob, signal } = options
  const packing = packingOfBytes(await startOfPart(part, blob))
  if (packing !== 'none') return await scanLayer(filePartBytes(part, blob), options)
  let storedBytes = 0
  const run = runOf(options, () => storedBytes)
  return await guarded(blob, packing, async () => {
    await readFilePart(part, blob, async (chunk) => {
      signal.throwIfAborted()
      storedBytes += chunk.length
      await run.take(chunk)
    })
    const index = run.finish()
    return { index, packing, storedDigest: index.diffId, storedBytes }
  })
}

function runOf({ limits, signal, progress }: ScanOptions, stored: () => number): ScanRun {
  return new ScanRun({ ...defaultLimits, ...limits }, signal, stored, progress ?? (() => {}))
}

async function guarded<T>(blob: string, packing: LayerPacking, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw scanFailure(error, blob, packing)
  }
}
