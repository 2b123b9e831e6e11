import { type AppErrorCode, AppFailure, appError } from '@shared/errors'
import { UnpackFailed } from '../../streams/unpacked'
import { TarInvalid } from '../tar/tarInvalid'
import { type LimitName, LimitReached } from './limits'

const ofLimit: Readonly<Record<LimitName, { readonly code: AppErrorCode; readonly unit: number }>> = {
  bytes: { code: 'LAYER_LIMIT_BYTES', unit: 1_073_741_824 },
  ratio: { code: 'LAYER_LIMIT_RATIO', unit: 1 },
  entries: { code: 'LAYER_LIMIT_ENTRIES', unit: 1 },
  nameBytes: { code: 'LAYER_LIMIT_NAMES', unit: 1_048_576 },
}

/**
 * What a person is told. `limit` in the params of LAYER_LIMIT_* is the name of the limit that can be raised. Anything else than
 * trouble with the bytes of the layer (an abort, what the source throws) stays as it is.
 */
export function scanFailure(error: unknown, blob: string, packing: 'none' | 'gzip' | 'zstd'): unknown {
  if (error instanceof TarInvalid) return invalidTar(error, blob)
  if (error instanceof UnpackFailed) {
    const detail = error.cause instanceof Error ? error.cause.message : undefined
    return new AppFailure(appError('LAYER_PACKING_DAMAGED', { blob, packing }, { detail }), error)
  }
  if (error instanceof LimitReached) {
    const { code, unit } = ofLimit[error.limit]
    const max = Math.round((error.max / unit) * 100) / 100
    return new AppFailure(appError(code, { blob, limit: error.limit, max }), error)
  }
  return error
}

function invalidTar(error: TarInvalid, blob: string): AppFailure {
  // The first bytes are no header and don't say that they would be one.
  if (error.offset === 0 && error.reason === TarInvalid.noHeader) {
    return new AppFailure(appError('LAYER_PACKING_UNKNOWN', { blob }), error)
  }
  const detail = `byte ${error.offset} of the uncompressed layer`
  return new AppFailure(appError('LAYER_TAR_INVALID', { blob, reason: error.reason }, { detail }), error)
}
