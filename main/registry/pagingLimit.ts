import { AppFailure } from '@shared/errors'

/** The Hub gives anonymous users so many pages of a list: 403 "pagination offset too large for anonymous requests". */
export function isPagingLimit(error: unknown): boolean {
  if (!(error instanceof AppFailure) || error.error.code !== 'REGISTRY_FORBIDDEN') return false
  return /pagination offset too large/i.test(error.error.detail ?? '')
}
