import type { FileHandle } from 'node:fs/promises'
import { blockBytes, headerReader, padded, type TarHead } from './tarHeader'

/** Where a file lies in a tar on disk. */
export type TarEntry = TarHead & {
  /** Offset of its first byte. */
  readonly offset: number
}

/**
 * Headers of a tar in a file, jumping over the contents. Long names and sizes of GNU and PAX are honoured. Ends at the
 * first thing that is no header, since whoever asks wants to know what kind of file it is, not whether it is whole.
 */
export async function* tarEntries(file: FileHandle): AsyncGenerator<TarEntry, void> {
  const block = Buffer.alloc(blockBytes)
  const headers = headerReader()
  let offset = 0
  for (;;) {
    const { bytesRead } = await file.read(block, 0, blockBytes, offset)
    const found = bytesRead < blockBytes ? undefined : headers.block(block)
    if (found === undefined || found.type === 'noHeader') return
    offset += blockBytes
    if (found.type === 'entry') {
      yield { ...found.head, offset }
      offset += padded(found.head.size)
      continue
    }
    if (found.type === 'extra') {
      const extra = Buffer.alloc(found.size)
      await file.read(extra, 0, found.size, offset)
      headers.extra(extra)
    }
    offset += padded(found.size)
  }
}
