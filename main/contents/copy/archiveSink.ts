import { openPartFile } from '../../files/partFile'
import type { PartRecords } from '../../files/partRecords'
import type { CopySink } from './copySink'

/**
 * A file that is a docker-archive and an OCI archive at once, under its name only when all of it is on the disk.
 * @throws AppFailure FILE_DISK_FULL, FILE_WRITE_FAILED
 */
export function archiveSink(path: string, records?: PartRecords): CopySink<{ readonly bytes: number }> {
  return {
    takesPatches: true,
    async take(parts, { signal }) {
      const file = await openPartFile(path, records)
      try {
        let bytes = 0
        for await (const part of parts) {
          signal.throwIfAborted()
          if (part.type === 'patch') await file.patch(part.at, part.bytes)
          else {
            await file.write(part.bytes)
            bytes += part.bytes.length
          }
        }
        signal.throwIfAborted()
        await file.keep()
        return { bytes }
      } finally {
        await file.drop()
      }
    },
  }
}
