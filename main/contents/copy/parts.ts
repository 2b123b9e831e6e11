import type { SourcedLayer } from '@shared/domain/imageSource'
import type { CopiedFile } from './copyDocuments'
import type { TarPart } from './copySink'
import type { TarWriter } from './tarWriter'

/** What is stored of a plain tar is what its diffId is of. */
export function plainDigest({
  packing,
  diffId,
}: Pick<SourcedLayer, 'packing' | 'diffId'>): string | undefined {
  return packing === 'none' ? diffId : undefined
}

/** The rest of a tar: small files, and its end. */
export async function* documentParts(
  tar: TarWriter,
  files: readonly CopiedFile[],
): AsyncGenerator<TarPart, void> {
  for (const { path, bytes } of files) yield* tar.file(path, bytes.length, one(bytes))
  yield tar.end()
}

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array, void> {
  yield await Promise.resolve(bytes)
}
