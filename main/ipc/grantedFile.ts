import { basename } from 'node:path'
import { AppFailure, appError } from '@shared/errors'
import type { Grants } from '../files/grants'

/** The path of a grant that has to be a file's. @throws AppFailure GRANT_UNKNOWN, FILE_READ_FAILED for a folder */
export function grantedFile(grants: Pick<Grants, 'find'>, grant: string): string {
  const { path, kind } = grants.find(grant)
  if (kind === 'file') return path
  throw new AppFailure(appError('FILE_READ_FAILED', { name: basename(path).slice(0, 200), reason: 'EISDIR' }))
}
