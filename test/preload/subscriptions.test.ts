import { describe, expect, it, vi } from 'vitest'
import { createSubscriptions } from '../../preload/subscriptions'

describe('subscriptions', () => {
  it('let a listener end itself or another while the news goes round', () => {
    const { subscribe, deliver } = createSubscriptions()
    const seen: string[] = []
    const stopFirst = subscribe(() => {
      seen.push('first')
      stopFirst()
    })
    subscribe(() => seen.push('second'))
    deliver(1)
    deliver(2)
    expect(seen).toEqual(['first', 'second', 'second'])
  })

  it('go on to the others when one listener throws, and still report it', () => {
    const report = vi.spyOn(globalThis, 'queueMicrotask').mockImplementation(() => undefined)
    const { subscribe, deliver } = createSubscriptions()
    const second = vi.fn()
    subscribe(() => {
      throw new Error('a bug of the page')
    })
    subscribe(second)
    deliver('x')
    expect(second).toHaveBeenCalledWith('x')
    expect(report).toHaveBeenCalledOnce()
    report.mockRestore()
  })
})
