import { describe, expect, it, vi } from 'vitest'
import { type DropLike, reportDrops } from '../../preload/drops'

/** Files that know their path, as those from a disk do; '' for one that a page made. */
function drop(paths: readonly string[], over: Partial<DropLike> = {}) {
  const report = vi.fn()
  const preventDefault = vi.fn()
  const files = paths.map((path) => Object.assign(new File([], 'x'), { path }))
  const pathOf = (file: File) => files.find((each) => each === file)?.path ?? ''
  let handle: (event: DropLike) => void = () => undefined
  reportDrops({ onDrop: (next) => (handle = next), pathOf, report })
  handle({ isTrusted: true, files, preventDefault, ...over })
  return { reported: report.mock.calls, prevented: preventDefault.mock.calls.length > 0 }
}

describe('a drop', () => {
  it('tells main the paths, and keeps the page where it is', () => {
    expect(drop(['/a', '/b'])).toEqual({ reported: [[['/a', '/b']]], prevented: true })
  })

  it('of text alone is left to the page', () => {
    expect(drop([])).toEqual({ reported: [], prevented: false })
  })

  it('that a script made up is not heard', () => {
    expect(drop(['/etc/passwd'], { isTrusted: false })).toEqual({ reported: [], prevented: false })
  })

  it('of a File that the page made up names no path', () => {
    expect(drop(['']).reported).toEqual([])
  })

  it('of thousands names one more than main takes, so that main counts the rest as refused', () => {
    const { reported } = drop(Array.from({ length: 1_000 }, (_, n) => `/f${n}`))
    expect(reported[0]?.[0]).toHaveLength(65)
  })
})
