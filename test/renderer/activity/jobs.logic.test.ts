import { appError } from '@shared/errors'
import type { JobSnapshot, JobState } from '@shared/job'
import { describe, expect, it } from 'vitest'
import {
  barView,
  durationMs,
  fractionOf,
  inOrder,
  nameOf,
  phaseOf,
  reportOf,
  secondsLeft,
  wasUndone,
} from '../../../renderer/features/activity/jobs.logic'
import { byName, report, step } from '../cleanup/builders'

function job(id: string, state: JobState, over: Partial<JobSnapshot> = {}): JobSnapshot {
  return {
    id,
    kind: 'removeImages',
    title: { count: 1 },
    startedAt: 1_000,
    state,
    cancellable: true,
    subjects: [],
    logLines: 0,
    ...over,
  }
}
const dropped = report([{ type: 'dropped', step: step(byName('a')), error: appError('IMAGE_CHANGED') }])
const waiting: JobState = { type: 'running', progress: { phase: 'waiting', until: 20_000 } }
const working: JobState = {
  type: 'running',
  progress: { phase: 'working', done: 1, total: 4, unit: 'images' },
}
const succeeded: JobState = { type: 'succeeded', result: { type: 'removal', report: report([]) } }
const partly: JobState = { type: 'succeeded', result: { type: 'removal', report: dropped } }
const failed: JobState = { type: 'failed', error: appError('ENGINE_LOST') }
const cancelled: JobState = { type: 'cancelled', result: { type: 'removal', report: dropped } }

it('each job has exactly one word; dropped rows are not called a full success', () => {
  expect(
    [waiting, working, succeeded, partly, failed, cancelled].map((state) => phaseOf(job('j', state))),
  ).toEqual(['waiting', 'working', 'succeeded', 'partly', 'failed', 'cancelled'])
})

it('a cancelled or failed job still tells what it had done', () => {
  expect([reportOf(job('j', cancelled)), reportOf(job('j', failed)), reportOf(job('j', working))]).toEqual([
    dropped,
    undefined,
    undefined,
  ])
})

describe('time and progress', () => {
  it('counts whole seconds down and never below nought', () => {
    expect([secondsLeft(10_000, 1), secondsLeft(10_000, 9_001), secondsLeft(10_000, 99_000)]).toEqual([
      10, 1, 0,
    ])
  })

  it('knows a fraction only while it works on a known total', () => {
    const nothing: JobState = {
      type: 'running',
      progress: { phase: 'working', done: 0, total: 0, unit: 'bytes' },
    }
    expect([working, waiting, nothing, succeeded].map((state) => fractionOf(job('j', state)))).toEqual([
      0.25,
      undefined,
      undefined,
      undefined,
    ])
  })

  it('measures to the end, or to now', () => {
    expect([
      durationMs(job('j', working), 4_000),
      durationMs(job('j', failed, { endedAt: 2_000 }), 9_000),
    ]).toEqual([3_000, 1_000])
  })
})

describe('the bar at the foot', () => {
  const old = job('old', succeeded, { endedAt: 2_000 })
  const late = job('late', failed, { endedAt: 9_000 })

  it('what asks for a decision is on top, then what works, then the newest end', () => {
    const jobs = [old, late, job('work', working), job('wait', waiting)]
    expect(inOrder(jobs).map((each) => each.id)).toEqual(['wait', 'work', 'late', 'old'])
  })

  it('shows one job and how many others run', () => {
    const wait = job('wait', waiting)
    expect([
      barView([], new Set()),
      barView([job('work', working), wait, old], new Set()),
      barView([old, late], new Set()),
      barView([old, late], new Set(['late'])),
    ]).toEqual([
      { type: 'quiet' },
      { type: 'waiting', job: wait, until: 20_000, others: 1 },
      { type: 'ended', job: late },
      { type: 'quiet' },
    ])
  })
})

it('a job on one image is called by its name, on several by their number', () => {
  const titles: JobSnapshot['title'][] = [
    { count: 1, name: 'app:1' },
    { count: 2, name: 'app:1' },
    { count: 1 },
  ]
  expect(titles.map((title) => nameOf(job('j', working, { title })))).toEqual(['app:1', undefined, undefined])
})

it('a cancel in time is told from one on the way', () => {
  const touched: JobState = {
    type: 'cancelled',
    result: {
      type: 'removal',
      report: report([{ type: 'done', step: step(byName('a')), untagged: ['a'], deleted: [] }]),
    },
  }
  expect([wasUndone(job('j', { type: 'cancelled' })), wasUndone(job('j', touched))]).toEqual([true, false])
})
