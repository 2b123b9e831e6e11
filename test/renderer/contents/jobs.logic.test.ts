import type { JobSnapshot, JobState } from '@shared/job'
import { describe, expect, it } from 'vitest'
import { progressOf } from '../../../renderer/features/contents/read/progress.logic'
import { secondsFor } from '../../../renderer/features/contents/viewer/fetch.logic'

const job = (state: JobState, over: Partial<JobSnapshot> = {}): JobSnapshot => ({
  id: 'job-1',
  kind: 'readImage',
  title: { name: 'shop:1' },
  startedAt: 0,
  state,
  cancellable: true,
  subjects: [],
  logLines: 0,
  ...over,
})
const read = (bytes: number, took: number, endedAt: number): JobSnapshot =>
  job(
    {
      type: 'succeeded',
      result: {
        type: 'read',
        report: { handle: 'h', name: 'shop:1', read: 1, known: 0, bytes, entries: 1, took },
      },
    },
    { endedAt },
  )

describe('how far reading is', () => {
  it('is told in bytes, with a share where the end is known', () => {
    const progress = { phase: 'working', done: 25, total: 100, unit: 'bytes', current: 'sha256:1' } as const
    expect(progressOf(job({ type: 'running', progress }))).toEqual({
      done: 25,
      total: 100,
      fraction: 0.25,
      current: 'sha256:1',
    })
    expect(
      progressOf(job({ type: 'running', progress: { phase: 'working', done: 5, total: 0, unit: 'bytes' } })),
    ).toEqual({ done: 5, total: 0 })
  })

  it('is nothing before it works and after it ended', () => {
    expect(progressOf(job({ type: 'cancelled' }))).toBeUndefined()
    expect(progressOf(job({ type: 'running', progress: { phase: 'waiting', until: 1 } }))).toBeUndefined()
  })
})

describe('how long fetching takes', () => {
  it('is as fast as the last reading was', () => {
    expect(secondsFor(3_000, [read(1_000, 2_000, 5), read(1_000, 1_000, 9)])).toBe(3)
  })

  it('is not told where nothing was measured', () => {
    expect(secondsFor(3_000, [])).toBeUndefined()
    expect(secondsFor(undefined, [read(1_000, 1_000, 9)])).toBeUndefined()
    expect(secondsFor(3_000, [read(0, 1_000, 9)])).toBeUndefined()
  })
})
