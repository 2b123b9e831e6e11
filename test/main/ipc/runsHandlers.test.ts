import type { RunRequest } from '@shared/domain/run'
import { AppFailure, appError } from '@shared/errors'
import { describe, expect, it } from 'vitest'
import { runsHandlers } from '../../../main/ipc/runsHandlers'
import type { Runs } from '../../../main/run'
import { notFaked } from '../../fakes/notFaked'

const context = { signal: new AbortController().signal }
const request: RunRequest = {
  image: 'app:1',
  env: [],
  ports: [],
  publishAll: false,
  autoRemove: true,
  detach: false,
}

function handlers(over: Partial<Runs>) {
  return runsHandlers({ ...notFaked<Runs>('runs'), ...over })
}

describe('runs handlers', () => {
  it('hand on a request, and what it was of a job that is known', async () => {
    const known = handlers({ run: async () => ({ jobId: 'job-7' }), requestOf: () => request })
    expect(await known.run(request, context)).toEqual({ jobId: 'job-7' })
    expect(known.requestOf({ jobId: 'job-7' }, context)).toEqual(request)
    const unknown = handlers({ requestOf: () => undefined })
    expect(() => unknown.requestOf({ jobId: 'job-8' }, context)).toThrow('JOB_NOT_FOUND')
  })

  it('stop and remove in the words of the page, refusals included', async () => {
    const seen: unknown[] = []
    const own = handlers({
      stop: async (input) => void seen.push(input),
      remove: async ({ container }) => {
        throw new AppFailure(appError('CONTAINER_FOREIGN', { container }))
      },
    })
    expect(await own.stop({ container: 'web', named: true }, context)).toEqual({ stopped: true })
    expect(seen).toEqual([{ container: 'web', named: true }])
    await expect(own.remove({ container: 'web', named: false }, context)).rejects.toThrow('CONTAINER_FOREIGN')
  })
})
