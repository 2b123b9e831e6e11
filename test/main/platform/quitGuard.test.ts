import { describe, expect, it, vi } from 'vitest'
import { createQuitGuard, type QuitWorld } from '../../../main/platform/quitGuard'

function world(over: Partial<QuitWorld<string>> = {}) {
  const ask = vi.fn(over.ask ?? (async () => true))
  const dispose = vi.fn(over.dispose ?? (async () => undefined))
  const quit = vi.fn()
  const guard = createQuitGuard<string>({ running: over.running ?? (() => []), ask, dispose, quit })
  return { ask, dispose, quit, guard }
}

const settled = async () => await new Promise((resolve) => setTimeout(resolve, 5))

describe('quitting', () => {
  it('puts away and leaves without a question when nothing runs', async () => {
    const { guard, ask, dispose, quit } = world()
    expect(guard.allow()).toBe(false)
    await settled()
    expect([ask.mock.calls.length, dispose.mock.calls.length, quit.mock.calls.length]).toEqual([0, 1, 1])
    expect(guard.allow()).toBe(true)
  })

  it('asks while jobs run, and stays when the answer is no', async () => {
    const ask = vi.fn(async () => false)
    const { guard, dispose, quit } = world({ running: () => ['job-1'], ask })
    guard.allow()
    await settled()
    expect(ask).toHaveBeenCalledWith(['job-1'])
    expect([dispose, quit].map((each) => each.mock.calls.length)).toEqual([0, 0])
    guard.allow()
    await settled()
    expect(ask).toHaveBeenCalledTimes(2)
  })

  it('asks once however often it is requested meanwhile', async () => {
    let answer: (yes: boolean) => void = () => undefined
    const ask = vi.fn(async () => await new Promise<boolean>((resolve) => (answer = resolve)))
    const { guard, quit } = world({ running: () => ['job-1'], ask })
    for (let n = 0; n < 3; n += 1) expect(guard.allow()).toBe(false)
    answer(true)
    await settled()
    expect([ask.mock.calls.length, quit.mock.calls.length]).toEqual([1, 1])
  })

  it('does not ask when the system ends the session, even over an open question', async () => {
    let answer: (yes: boolean) => void = () => undefined
    const ask = async () => await new Promise<boolean>((resolve) => (answer = resolve))
    const { guard, dispose, quit } = world({ running: () => ['job-1'], ask })
    guard.allow()
    guard.force()
    await settled()
    answer(false)
    await settled()
    expect([dispose, quit].map((each) => each.mock.calls.length)).toEqual([1, 1])
  })

  it('leaves even when putting away fails or hangs', async () => {
    vi.useFakeTimers()
    const failing = world({ dispose: async () => await Promise.reject(new Error('x')) })
    failing.guard.force()
    const hanging = world({ dispose: async () => await new Promise<undefined>(() => undefined) })
    hanging.guard.force()
    await vi.advanceTimersByTimeAsync(10_000)
    vi.useRealTimers()
    expect([failing.quit, hanging.quit].map((quit) => quit.mock.calls.length)).toEqual([1, 1])
  })
})
