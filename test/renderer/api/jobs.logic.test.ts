import type { JobSnapshot } from '@shared/job'
import { describe, expect, it } from 'vitest'
import { applyJobs, goingImages } from '../../../renderer/api/jobs.logic'

function aJob(over: Partial<JobSnapshot> = {}): JobSnapshot {
  return {
    id: 'a',
    kind: 'removeImages',
    title: {},
    startedAt: 1,
    state: { type: 'running', progress: { phase: 'working', done: 0, total: 2, unit: 'images' } },
    cancellable: true,
    subjects: ['sha256:1'],
    logLines: 0,
    ...over,
  }
}

describe('applyJobs', () => {
  it('replaces, adds and drops, newest first', () => {
    const older = aJob({ id: 'older', startedAt: 1 })
    const newer = aJob({ id: 'newer', startedAt: 5 })
    const gone = aJob({ id: 'gone', startedAt: 3 })
    const done = { ...older, state: { type: 'cancelled' as const } }
    expect(applyJobs([gone, older], { updated: [done, newer], dismissed: ['gone'] })).toEqual([newer, done])
  })
})

describe('goingImages', () => {
  it('names the images of running jobs only', () => {
    const ended = aJob({ id: 'b', subjects: ['sha256:2'], state: { type: 'cancelled' } })
    expect(goingImages([aJob(), ended])).toEqual(new Set(['sha256:1']))
  })
})
