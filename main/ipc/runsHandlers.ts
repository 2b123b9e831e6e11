import { AppFailure, appError } from '@shared/errors'
import type { Runs } from '../run'
import type { DomainHandlers } from './handlers'

export function runsHandlers(runs: Runs): DomainHandlers<'runs'> {
  return {
    run: async (request, asked) => await runs.run(request, asked),
    requestOf: ({ jobId }) => {
      const request = runs.requestOf(jobId)
      if (request === undefined) throw new AppFailure(appError('JOB_NOT_FOUND', { id: jobId }))
      return request
    },
    optionsLike: async (input, asked) => await runs.optionsLike(input, asked),
    outdated: async (input, asked) => await runs.outdated(input, asked),
    // Not broken off when the page goes: a stop that began is carried through.
    stop: async (input) => {
      await runs.stop(input)
      return { stopped: true }
    },
    remove: async (input) => {
      await runs.remove(input)
      return { removed: true }
    },
  }
}
