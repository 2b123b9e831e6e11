import type { SourcedImage } from '@shared/domain/imageSource'
import { AppFailure, appError } from '@shared/errors'
import type { ImageDocuments } from '../../ports/imageSource'
import type { Gathered } from './gather'
import { pathOf } from './place'

/** The exact bytes of what was gathered. @throws AppFailure SOURCE_DIGEST_MISMATCH, SOURCE_BLOB_MISSING */
export function documentsOf(gathered: Gathered, image: SourcedImage): ImageDocuments {
  const { configDigest, manifestDigest } = image
  const config =
    gathered.configs.get(pathOf(configDigest)) ??
    [...gathered.configs.values()].find(({ digest }) => digest === configDigest)
  const manifest = manifestDigest === undefined ? undefined : gathered.documents.get(pathOf(manifestDigest))
  if (config === undefined) throw new AppFailure(appError('SOURCE_BLOB_MISSING', { blob: configDigest }))
  if (config.digest !== configDigest) throw mismatch(configDigest)
  if (manifest !== undefined && manifest.digest !== manifestDigest) throw mismatch(manifestDigest ?? '')
  return { config: config.bytes, ...(manifest === undefined ? {} : { manifest: manifest.bytes }) }
}

function mismatch(blob: string): AppFailure {
  return new AppFailure(appError('SOURCE_DIGEST_MISMATCH', { blob }))
}
