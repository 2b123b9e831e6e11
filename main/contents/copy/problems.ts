import type { SourceProblem } from '@shared/domain/imageSource'
import { AppFailure, appError } from '@shared/errors'

/** What is odd, but whole, is copied as it is. @throws AppFailure SOURCE_DIGEST_MISMATCH {blob}, SOURCE_BLOB_MISSING {blob} */
export function throwIfBroken(problem: SourceProblem): void {
  if (problem.type === 'digestMismatch') {
    throw new AppFailure(appError('SOURCE_DIGEST_MISMATCH', { blob: problem.blob }))
  }
  if (problem.type === 'missingBlob') {
    throw new AppFailure(appError('SOURCE_BLOB_MISSING', { blob: problem.blob }))
  }
}
