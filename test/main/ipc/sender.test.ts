import { describe, expect, it } from 'vitest'
import { type FrameLike, isOwnPage } from '../../../main/ipc/sender'

const main: FrameLike = { url: 'app://strata/index.html', origin: 'app://strata', parent: null }
const own = { mainFrame: main }

/** Our contents with another document in their main frame. */
function showing(url: string, origin: string): boolean {
  const frame: FrameLike = { url, origin, parent: null }
  const contents = { mainFrame: frame }
  return isOwnPage({ sender: contents, senderFrame: frame }, contents)
}

describe('isOwnPage', () => {
  it('is true for the main frame of our own window on our own origin', () => {
    expect(isOwnPage({ sender: own, senderFrame: main }, own)).toBe(true)
    expect(showing('app://strata/index.html#/images', 'app://strata')).toBe(true)
  })

  it('is false for another window, even on our page', () => {
    const other = { mainFrame: { ...main } }
    expect(isOwnPage({ sender: other, senderFrame: other.mainFrame }, own)).toBe(false)
  })

  it('is false for a frame inside our page, even of our origin', () => {
    const inner: FrameLike = { ...main, parent: main }
    expect(isOwnPage({ sender: own, senderFrame: inner }, own)).toBe(false)
  })

  it('is false for a frame that is gone, and before there is a window', () => {
    expect(isOwnPage({ sender: own, senderFrame: null }, own)).toBe(false)
    expect(isOwnPage({ sender: own, senderFrame: main }, undefined)).toBe(false)
  })

  it.each([
    ['data:text/html,x', 'null'],
    ['about:blank', 'null'],
    ['https://strata/index.html', 'https://strata'],
    ['app://strata.example/index.html', 'app://strata.example'],
    ['app://other/index.html', 'app://other'],
    ['app://user@strata/index.html', 'app://strata'],
    ['app://strata:80/index.html', 'app://strata:80'],
    ['file:///app/index.html', 'file://'],
    ['', ''],
  ])('is false when our window shows %s', (url, origin) => {
    expect(showing(url, origin)).toBe(false)
  })

  it('needs both: a sandboxed document has our URL but no origin', () => {
    expect(showing('app://strata/index.html', 'null')).toBe(false)
  })
})
