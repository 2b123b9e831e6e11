import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { lateMs, sendingSignal } from '../../../main/transfers/lateCancel'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('cancelled on the way: ended at once, with the reason', () => {
  const cancel = new AbortController()
  const { signal } = sendingSignal(cancel.signal, () => false)
  cancel.abort('why')
  expect(signal).toMatchObject({ aborted: true, reason: 'why' })
  expect(sendingSignal(cancel.signal, () => true).signal.aborted).toBe(true)
})

test('cancelled when all is sent: ended only when the engine says nothing for long', () => {
  const cancel = new AbortController()
  const { signal } = sendingSignal(cancel.signal, () => true)
  cancel.abort()
  vi.advanceTimersByTime(lateMs - 1)
  expect(signal.aborted).toBe(false)
  vi.advanceTimersByTime(1)
  expect(signal.aborted).toBe(true)
})

test('done: a cancel changes nothing any more, and no timer is left', () => {
  const cancel = new AbortController()
  const { signal, done } = sendingSignal(cancel.signal, () => true)
  cancel.abort()
  done()
  expect(vi.getTimerCount()).toBe(0)
  vi.advanceTimersByTime(2 * lateMs)
  expect(signal.aborted).toBe(false)
})
