import { AppFailure, appError } from '@shared/errors'
import type { Transfers } from '../transfers'
import type { DomainHandlers } from './handlers'

type TransfersDoor = Pick<Transfers, 'pull' | 'push' | 'again'>

export function transfersHandlers(transfers: TransfersDoor): DomainHandlers<'transfers'> {
  return {
    pull: ({ reference, platform }) =>
      transfers.pull({ reference, ...(platform === undefined ? {} : { platform }) }),
    push: ({ owners = [], ...rest }) =>
      transfers.push({
        ...rest,
        owners: new Map(owners.map(({ tag, imageId }) => [tag, imageId])),
        removeMadeOnFailure: true,
      }),
    again: ({ jobId }) => {
      const started = transfers.again(jobId)
      if (started === undefined) throw new AppFailure(appError('JOB_NOT_FOUND', { id: jobId }))
      return started
    },
  }
}
