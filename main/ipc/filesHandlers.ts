import type { ArchiveLook } from '@shared/domain/archive'
import { AppFailure, appError } from '@shared/errors'
import type { Grants } from '../files/grants'
import { grantedFile } from './grantedFile'
import type { DomainHandlers } from './handlers'

export type FilesDoor = {
  readonly grants: Pick<Grants, 'issue' | 'find' | 'describe' | 'release'>
  /** Undefined when the user thought better of it. */
  readonly askArchive: () => Promise<string | undefined>
  readonly lookInto: (path: string, signal: AbortSignal) => Promise<ArchiveLook>
}

export function filesHandlers({ grants, askArchive, lookInto }: FilesDoor): DomainHandlers<'files'> {
  return {
    describe: async ({ grant }) => await grants.describe(grant),
    release: ({ grant }) => ({ released: grants.release(grant) }),
    chooseArchive: async () => {
      const path = await askArchive()
      if (path === undefined) return {}
      const file = await grants.issue(path)
      if (file === undefined) throw new AppFailure(appError('GRANT_UNKNOWN'))
      return { file }
    },
    inspectArchive: async ({ grant }, { signal }) => await lookInto(grantedFile(grants, grant), signal),
  }
}
