import type { PushReport } from '@shared/domain/transfer'
import { appError } from '@shared/errors'
import type { JobSnapshot } from '@shared/job'
import { expect, it } from 'vitest'
import { fractionOf } from '../../../renderer/features/activity/jobs.logic'
import {
  canRepeat,
  layerShare,
  pushCounts,
  transferOf,
} from '../../../renderer/features/activity/transfer/transfer.logic'

const job = (state: JobSnapshot['state'], kind: JobSnapshot['kind'] = 'pullImage'): JobSnapshot => ({
  id: 'job-1',
  kind,
  title: { count: 1, name: 'app:1' },
  startedAt: 0,
  state,
  cancellable: true,
  subjects: [],
  logLines: 0,
})

const transfer = {
  kind: 'pull',
  layers: [],
  counts: { total: 9, exists: 6, done: 0 },
  fraction: 0.4,
  bytes: { moved: 1, total: 2 },
} as const

it('the bar of a transfer is its own, not the bytes', () => {
  const running = job({
    type: 'running',
    progress: { phase: 'working', done: 1, total: 2, unit: 'bytes', transfer },
  })
  expect(fractionOf(running)).toBe(0.4)
  expect(transferOf(running)).toBe(transfer)
  expect(transferOf(job({ type: 'cancelled' }))).toBeUndefined()
})

it('what failed or was cancelled can be tried again, a removal can not', () => {
  const failed = { type: 'failed', error: appError('REGISTRY_TIMEOUT') } as const
  expect(canRepeat(job(failed))).toBe(true)
  expect(canRepeat(job({ type: 'cancelled' }, 'pushImage'))).toBe(true)
  expect(canRepeat(job(failed, 'removeImages'))).toBe(false)
})

it('a layer has a share only where bytes are told', () => {
  expect(layerShare({ id: 'a', phase: 'downloading', current: 1, total: 4 })).toBe(0.25)
  expect(layerShare({ id: 'a', phase: 'extracting', current: 3 })).toBeUndefined()
  expect(layerShare({ id: 'a', phase: 'done' })).toBe(1)
})

it('layers of several tags add up', () => {
  const one = { tag: '1', reference: 'a:1', digest: 'd', layers: { total: 8, exists: 0, done: 8 } }
  const two = { ...one, tag: '2', layers: { total: 8, exists: 8, done: 0 } }
  const report: PushReport = {
    imageId: 'i',
    repository: 'a',
    pushed: [one, two],
    made: [],
    missing: [],
    took: 1,
  }
  expect(pushCounts(report)).toEqual({ total: 16, exists: 8 })
})
