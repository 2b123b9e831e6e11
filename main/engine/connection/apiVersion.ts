import { AppFailure, appError } from '@shared/errors'

/** The oldest API that Strata speaks: Docker 19.03. */
const oldest = '1.40'
/** The newest that it was tried with; engines keep older ones for years. */
const newest = '1.51'

/**
 * The version to speak with an engine that speaks `offered` at most.
 * @throws AppFailure ENGINE_TOO_OLD { version, minimum }, ENGINE_NOT_DOCKER { host } when it tells none
 */
export function negotiate(offered: string | undefined, host: string): string {
  if (offered === undefined || !/^\d+\.\d+$/.test(offered)) {
    throw new AppFailure(appError('ENGINE_NOT_DOCKER', { host }, { detail: 'it tells no API version' }))
  }
  if (isBefore(offered, oldest)) {
    throw new AppFailure(appError('ENGINE_TOO_OLD', { version: offered, minimum: oldest }))
  }
  return isBefore(offered, newest) ? offered : newest
}

export function isBefore(version: string, other: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [otherMajor = 0, otherMinor = 0] = other.split('.').map(Number)
  return major === otherMajor ? minor < otherMinor : major < otherMajor
}
