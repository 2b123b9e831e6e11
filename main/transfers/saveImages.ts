import { basename } from 'node:path'
import { parseReference } from '@shared/domain/reference'
import type { SaveReport } from '@shared/domain/transfer'
import { AppFailure, appError } from '@shared/errors'
import { openPartFile } from '../files/partFile'
import type { JobContext } from '../jobs/job'
import { transferNarrator } from './narrator'
import type { TransferServices } from './services'
import { readArchive } from './tar/archiveFacts'
import { checkArchive } from './tar/checkArchive'

export type SaveOptions = {
  /** References or ids; all in one archive, shared layers once. */
  readonly images: readonly string[]
  /** Absolute; from a grant, never from a page. What is there is replaced, at the end. */
  readonly path: string
}

/**
 * Saves images into one file. The bytes are read as a tar while they are written; the file gets its name only when
 * everything that its manifests name is in it, with the right digest, and every byte is on the disk. Otherwise nothing
 * is left of it.
 * @throws AppFailure IMAGE_NOT_FOUND, ARCHIVE_INVALID {name, problem}, FILE_*, ENGINE_*, STREAM_*
 */
export async function saveImages(
  services: Pick<TransferServices, 'client' | 'now' | 'parts'>,
  { images, path }: SaveOptions,
  job: JobContext,
): Promise<SaveReport> {
  const { client, now = Date.now, parts } = services
  const { signal } = job
  const found = await Promise.all(images.map(async (image) => await client.inspectImage(image, { signal })))
  // Layers that are shared come once: an estimate, and often too much.
  const sizes = new Map(found.map(({ id, size }) => [id, size]))
  const estimate = [...sizes.values()].reduce((a, b) => a + b, 0)
  const name = basename(path)
  const began = now()
  const narrator = transferNarrator(job, 'save', now)
  const archive = readArchive()
  let bytes = 0
  try {
    const file = await openPartFile(path, parts)
    try {
      for await (const chunk of client.transfers.save(images, { signal })) {
        await Promise.all([file.write(chunk), archive.write(chunk).catch(invalid(name))])
        bytes += chunk.length
        narrator.bytes(bytes, Math.max(estimate, bytes))
      }
      const facts = await archive.end().catch(invalid(name))
      const check = checkArchive(facts, images.filter(isTagged))
      if (!check.ok) throw new AppFailure(notWhole(name, check.problem))
      // The file has no name yet, so that a cancel still leaves nothing.
      signal.throwIfAborted()
      await file.keep()
      narrator.end()
      return { name, bytes, images, imageCount: sizes.size, checked: check.checked, took: now() - began }
    } finally {
      await file.drop()
    }
  } finally {
    archive.destroy()
    narrator.close()
  }
}

function notWhole(name: string, problem: string) {
  return appError('ARCHIVE_INVALID', { name: name.slice(0, 200), problem }, { retryable: true })
}

function invalid(name: string): (error: unknown) => never {
  return (error) => {
    const problem = error instanceof Error ? error.message.slice(0, 200) : 'it cannot be read'
    throw new AppFailure(notWhole(name, problem), error)
  }
}

/** An id names no tag that would have to be in the archive. */
function isTagged(image: string): boolean {
  const parsed = parseReference(image)
  return parsed.ok && parsed.value.digest === undefined && parsed.value.tag !== undefined
}
