import { describe, expect, it } from 'vitest'
import { readWindowState } from '../../../main/settings/windowState'

const screen = { x: 0, y: 0, width: 1920, height: 1080 }
const standard = { width: 1280, height: 800, maximized: false }

describe('readWindowState', () => {
  it.each([
    undefined,
    null,
    'big',
    [],
    { width: '1000', height: 700 },
    { width: 1e9, height: 700 },
    { width: 1000.5, height: 700 },
  ])('is the standard window for %j', (stored) => {
    expect(readWindowState(stored, [screen])).toEqual(standard)
  })

  it('is the stored window where it was', () => {
    const stored = { width: 1000, height: 700, x: 40, y: 60, maximized: true }
    expect(readWindowState(stored, [screen])).toEqual(stored)
  })

  it('is never smaller than the window can be', () => {
    expect(readWindowState({ width: 10, height: 10 }, [screen])).toEqual({
      width: 900,
      height: 600,
      maximized: false,
    })
  })

  it.each([
    ['the screen it was on is gone', { x: 2000, y: 100 }],
    ['its title bar is above all screens', { x: 100, y: -300 }],
    ['only a sliver of it is left', { x: 1850, y: 100 }],
    ['it hangs below', { x: 100, y: 1050 }],
    ['its place is no number', { x: 'left', y: 0 }],
  ])('keeps the size and drops the place when %s', (_why, place) => {
    expect(readWindowState({ width: 1000, height: 700, ...place }, [screen])).toEqual({
      width: 1000,
      height: 700,
      maximized: false,
    })
  })

  it('takes a place on a second screen, left of the first', () => {
    const stored = { width: 1000, height: 700, x: -1800, y: 10, maximized: false }
    expect(readWindowState(stored, [screen, { ...screen, x: -1920 }])).toEqual(stored)
  })
})
