import { AppFailure, appError } from '@shared/errors'
import type { JobResult, JobSnapshot, JobsChange } from '@shared/job'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { JobContext, JobOutcome, JobSpec } from '../../../main/jobs/job'
import { JobRegistry } from '../../../main/jobs/jobRegistry'

// Many generated cases on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 })

const result: JobResult = { type: 'removal', report: { results: [] } }

function spec(run: (context: JobContext) => Promise<JobOutcome>, over: Partial<JobSpec> = {}): JobSpec {
  return { title: { count: 2 }, total: 2, unit: 'images', run, ...over }
}

/** A run that ends when it is told to. */
function held() {
  let resolve: (outcome: JobOutcome) => void = () => {}
  let reject: (reason: Error) => void = () => {}
  const promise = new Promise<JobOutcome>((yes, no) => {
    resolve = yes
    reject = no
  })
  promise.catch(() => {})
  const seen: JobContext[] = []
  const run = (context: JobContext) => {
    seen.push(context)
    return promise
  }
  return {
    run,
    resolve,
    reject,
    context: () => seen[0] ?? expect.fail('it does not run'),
    started: () => seen.length,
  }
}

function watch(jobs: JobRegistry) {
  const changes: JobsChange[] = []
  jobs.onChange((change) => changes.push(change))
  const states = () => changes.flatMap((change) => change.updated).map((job) => job.state.type)
  return { changes, states, last: (): JobSnapshot | undefined => changes.at(-1)?.updated.at(-1) }
}

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }))
afterEach(() => void vi.useRealTimers())
const settle = () => vi.advanceTimersByTimeAsync(0)

describe('a job', () => {
  test('works at once without time to think, and ends with its result', async () => {
    const jobs = new JobRegistry()
    const work = held()
    const { id } = jobs.start('removeImages', spec(work.run, { command: 'docker rmi a', subjects: ['x'] }))
    await settle()
    work.context().progress({ done: 1, total: 2, unit: 'images', current: 'a\u001b[2J' })
    expect(jobs.list()).toEqual([
      {
        id,
        kind: 'removeImages',
        title: { count: 2 },
        startedAt: 1_000_000,
        state: {
          type: 'running',
          progress: { phase: 'working', done: 1, total: 2, unit: 'images', current: 'a␛[2J' },
        },
        cancellable: true,
        command: 'docker rmi a',
        subjects: ['x'],
        logLines: 0,
      },
    ])
    work.resolve({ result })
    await settle()
    expect(jobs.list()[0]).toMatchObject({
      state: { type: 'succeeded', result },
      endedAt: 1_000_000,
      cancellable: false,
    })
    expect(jobs.running()).toEqual([])
  })

  test('waits untouched, and a cancel in that time never starts it', async () => {
    const jobs = new JobRegistry()
    const work = held()
    const { id, state } = jobs.start('removeImages', spec(work.run, { undoSeconds: 10 }))
    expect(state).toEqual({ type: 'running', progress: { phase: 'waiting', until: 1_010_000 } })
    await vi.advanceTimersByTimeAsync(9_999)
    expect(jobs.cancel(id).state).toEqual({ type: 'cancelled' })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(work.started()).toBe(0)
  })

  test('starts when the time is over, or now', async () => {
    const jobs = new JobRegistry()
    const [late, now] = [held(), held()]
    jobs.start('removeImages', spec(late.run, { undoSeconds: 10 }))
    const second = jobs.start('removeImages', spec(now.run, { undoSeconds: 10 }))
    expect(jobs.runNow(second.id).state).toMatchObject({ progress: { phase: 'working' } })
    await settle()
    expect([late.started(), now.started()]).toEqual([0, 1])
    await vi.advanceTimersByTimeAsync(10_000)
    jobs.runNow(second.id)
    expect([late.started(), now.started()]).toEqual([1, 1])
  })

  test('that works is asked to stop and says itself how far it came', async () => {
    const jobs = new JobRegistry()
    const [stopped, tooLate] = [held(), held()]
    const first = jobs.start('removeImages', spec(stopped.run))
    const second = jobs.start('removeImages', spec(tooLate.run))
    await settle()
    expect(jobs.cancel(first.id)).toMatchObject({ cancellable: false, state: { type: 'running' } })
    jobs.cancel(second.id)
    expect(stopped.context().signal.aborted).toBe(true)
    stopped.resolve({ result, stopped: true })
    tooLate.resolve({ result })
    await settle()
    expect(jobs.list().map((job) => job.state)).toEqual([
      { type: 'succeeded', result },
      { type: 'cancelled', result },
    ])
  })

  test('that throws has failed: with its own error, or as a bug', async () => {
    const jobs = new JobRegistry()
    const lost = appError('ENGINE_LOST')
    jobs.start(
      'removeImages',
      spec(() => Promise.reject(new AppFailure(lost))),
    )
    jobs.start(
      'removeImages',
      spec(() => Promise.reject(new Error('oops'))),
    )
    jobs.start(
      'removeImages',
      spec(async () => ({ result, error: lost })),
    )
    const aborting = jobs.start(
      'removeImages',
      spec(async ({ signal }) => {
        await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
        return { result }
      }),
    )
    await settle()
    jobs.cancel(aborting.id)
    await settle()
    expect(jobs.list().map((job) => job.state)).toEqual([
      { type: 'cancelled' },
      { type: 'failed', error: lost, result },
      { type: 'failed', error: appError('INTERNAL', {}, { detail: 'oops' }) },
      { type: 'failed', error: lost },
    ])
  })
})

describe('reports', () => {
  test('come about ten a second, and the last one always', async () => {
    const jobs = new JobRegistry()
    const seen = watch(jobs)
    const work = held()
    jobs.start('removeImages', spec(work.run))
    await settle()
    for (let done = 0; done < 1_000; done += 1) {
      work.context().progress({ done, total: 1_000, unit: 'images' })
      await vi.advanceTimersByTimeAsync(1)
    }
    work.resolve({ result })
    await vi.advanceTimersByTimeAsync(100)
    expect(seen.changes.length).toBeGreaterThan(9)
    expect(seen.changes.length).toBeLessThan(14)
    expect(seen.last()?.state.type).toBe('succeeded')
  })

  test('stop when nobody listens any more', async () => {
    const jobs = new JobRegistry()
    const listener = vi.fn()
    jobs.onChange(listener)()
    jobs.start(
      'removeImages',
      spec(async () => ({ result })),
    )
    await vi.advanceTimersByTimeAsync(500)
    expect(listener).not.toHaveBeenCalled()
  })
})

describe('the list', () => {
  test('drops dismissed jobs, keeps running ones, and pushes out the oldest ended ones', async () => {
    const jobs = new JobRegistry({ keepEnded: 2 })
    const seen = watch(jobs)
    const running = jobs.start('removeImages', spec(held().run))
    for (let i = 0; i < 4; i += 1) {
      jobs.start(
        'cleanUp',
        spec(async () => ({ result })),
      )
      await settle()
    }
    expect(jobs.list().map((job) => job.id)).toEqual(['job-5', 'job-4', 'job-1'])
    expect(jobs.dismiss(running.id)).toEqual({ dismissed: false })
    expect(jobs.dismiss('job-5')).toEqual({ dismissed: true })
    expect(jobs.dismiss('job-5')).toEqual({ dismissed: false })
    await vi.advanceTimersByTimeAsync(200)
    expect(seen.changes.flatMap((change) => change.dismissed)).toEqual(['job-2', 'job-3', 'job-5'])
  })

  test('does not know foreign ids, and ended jobs have nothing to cancel', async () => {
    const jobs = new JobRegistry()
    const { id } = jobs.start(
      'removeImages',
      spec(async () => ({ result })),
    )
    await settle()
    const code = (act: () => unknown) => {
      try {
        return act()
      } catch (failure) {
        return failure instanceof AppFailure ? failure.error.code : failure
      }
    }
    expect(code(() => jobs.cancel('nope'))).toBe('JOB_NOT_FOUND')
    expect(code(() => jobs.log('nope', 0))).toBe('JOB_NOT_FOUND')
    expect(code(() => jobs.cancel(id))).toBe('JOB_NOT_CANCELLABLE')
  })

  test('closing ends everything, and what waited stays untouched', async () => {
    const jobs = new JobRegistry()
    const waiting = held()
    jobs.start('removeImages', spec(waiting.run, { undoSeconds: 60 }))
    jobs.start(
      'removeImages',
      spec(async ({ signal }) => {
        await new Promise((resolve) => signal.addEventListener('abort', resolve))
        return { result, stopped: true }
      }),
    )
    await settle()
    await jobs.close()
    expect(jobs.list().map((job) => job.state.type)).toEqual(['cancelled', 'cancelled'])
    expect(waiting.started()).toBe(0)
  })
})

describe('the log', () => {
  test('is capped, counts what it dropped, and is read from where the reader is', async () => {
    const jobs = new JobRegistry()
    const { id } = jobs.start(
      'removeImages',
      spec(async ({ log }) => {
        for (let i = 0; i < 12_000; i += 1) log(`line ${i}`)
        log('two\nlines \u202e')
        return { result }
      }),
    )
    await settle()
    const first = jobs.log(id, 0)
    expect([first.from, first.dropped, first.lines[0]]).toEqual([2_002, 2_002, 'line 2002'])
    expect(first.lines.length).toBe(10_000)
    expect(jobs.log(id, 12_001)).toEqual({ from: 12_001, dropped: 2_002, lines: ['lines ⟨U+202E⟩'] })
    expect(jobs.log(id, 99_999).lines).toEqual([])
    expect(jobs.list()[0]?.logLines).toBe(12_002)
  })

  test('stays small with huge lines, in memory and in a message', async () => {
    const jobs = new JobRegistry()
    const { id } = jobs.start(
      'removeImages',
      spec(async ({ log }) => {
        for (let i = 0; i < 2_000; i += 1) log('x'.repeat(100_000))
        return { result }
      }),
    )
    await settle()
    let from = 0
    let kept = 0
    for (;;) {
      const { lines, from: first } = jobs.log(id, from)
      if (lines.length === 0) break
      expect(JSON.stringify(lines).length).toBeLessThan(500_000)
      kept += lines.join('').length
      from = first + lines.length
    }
    expect(kept).toBeLessThanOrEqual(4_000_000)
    expect(from).toBe(2_000)
  })
})

test('whatever happens to it, a job has exactly one end', async () => {
  const acts = fc.array(fc.constantFrom('cancel', 'runNow', 'finish', 'fail', 'stop', 'progress', 'wait'), {
    maxLength: 12,
  })
  await fc.assert(
    fc.asyncProperty(acts, fc.constantFrom(0, 5), async (steps, undoSeconds) => {
      const jobs = new JobRegistry({ every: 0 })
      const seen = watch(jobs)
      const work = held()
      const { id } = jobs.start('removeImages', spec(work.run, { undoSeconds }))
      for (const step of steps) {
        if (step === 'cancel' && jobs.running().length > 0) jobs.cancel(id)
        if (step === 'runNow') jobs.runNow(id)
        if (step === 'finish') work.resolve({ result })
        if (step === 'stop') work.resolve({ result, stopped: true })
        if (step === 'fail') work.reject(new AppFailure(appError('ENGINE_LOST')))
        if (step === 'progress' && work.started() > 0)
          work.context().progress({ done: 1, total: 2, unit: 'images' })
        if (step === 'wait') await vi.advanceTimersByTimeAsync(5_000)
        await vi.advanceTimersByTimeAsync(1)
      }
      work.resolve({ result })
      await vi.advanceTimersByTimeAsync(10_000)
      const types = seen.states()
      const firstEnd = types.findIndex((type) => type !== 'running')
      expect(firstEnd).toBeGreaterThanOrEqual(0)
      expect(new Set(types.slice(firstEnd)).size).toBe(1)
      expect(jobs.list()[0]?.state.type).toBe(types.at(-1))
    }),
  )
})
