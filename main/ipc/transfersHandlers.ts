import { parseChanges } from '@shared/domain/importChanges'
import { AppFailure, appError } from '@shared/errors'
import type { Grants } from '../files/grants'
import { safeFileName } from '../files/safeName'
import type { Transfers } from '../transfers'
import { grantedFile } from './grantedFile'
import type { DomainHandlers } from './handlers'

export type TransfersDoor = {
  readonly transfers: Pick<Transfers, 'pull' | 'push' | 'save' | 'load' | 'importRootfs' | 'again'>
  readonly grants: Pick<Grants, 'find'>
  /** Undefined when the user thought better of it. */
  readonly askSavePath: (suggestedName: string) => Promise<string | undefined>
}

export function transfersHandlers({
  transfers,
  grants,
  askSavePath,
}: TransfersDoor): DomainHandlers<'transfers'> {
  return {
    pull: ({ reference, platform }) =>
      transfers.pull({ reference, ...(platform === undefined ? {} : { platform }) }),
    push: ({ owners = [], ...rest }) =>
      transfers.push({
        ...rest,
        owners: new Map(owners.map(({ tag, imageId }) => [tag, imageId])),
        removeMadeOnFailure: true,
      }),
    save: async ({ images, suggestedName }) => {
      const path = await askSavePath(safeFileName(suggestedName))
      return path === undefined ? { started: false } : { started: true, ...transfers.save({ images, path }) }
    },
    load: ({ grant }) => transfers.load({ path: grantedFile(grants, grant) }),
    importRootfs: ({ grant, reference, platform, changes = '' }) =>
      transfers.importRootfs({
        path: grantedFile(grants, grant),
        changes: changesOf(changes),
        ...(reference === undefined ? {} : { reference }),
        ...(platform === undefined ? {} : { platform }),
      }),
    again: ({ jobId }) => {
      const started = transfers.again(jobId)
      if (started === undefined) throw new AppFailure(appError('JOB_NOT_FOUND', { id: jobId }))
      return started
    },
  }
}

function changesOf(text: string): readonly string[] {
  const parsed = parseChanges(text)
  if (!parsed.ok) throw new AppFailure(parsed.error)
  return parsed.value
}
