import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { contrast, lookOf, paletteColor } from '../../../../renderer/features/builds/steps/sgr.logic'

const at = { from: 0, to: 1 }
const theme = readFileSync(resolve('renderer/styles/theme.css'), 'utf8')
const dark = theme.indexOf(':root[data-theme="dark"]')
const values = (name: string, from: string) => new RegExp(`--${name}: (#[0-9a-f]{6})`).exec(from)?.[1] ?? ''
const themes = [
  ['light', theme.slice(0, dark)],
  ['dark', theme.slice(dark)],
] as const

describe.each(themes)('in the %s theme', (name, css) => {
  it('the sixteen colours can be read', () => {
    for (let n = 0; n < 16; n += 1)
      expect(contrast(values(`ansi-${n}`, css), values('inset', css)), `ansi-${n}`).toBeGreaterThanOrEqual(
        4.5,
      )
  })

  it('so can all others', () => {
    const [place, ground] = [name === 'light' ? 0 : 1, values('inset', css)]
    const all = [...Array.from({ length: 240 }, (_, n) => n + 16), '#ffff00', '#000000', '#ffffff', '#123456']
    for (const foreground of all) {
      const { color = '' } = lookOf({ ...at, foreground })
      const shown = [...color.matchAll(/#[0-9a-f]{6}/g)].map(([hex]) => hex)[place] ?? ''
      expect(contrast(shown, ground), `${foreground}`).toBeGreaterThanOrEqual(4.5)
    }
  })
})

it('text on a background of its own can be read, whatever was asked for', () => {
  const named = [...Array.from({ length: 256 }, (_, n) => n), '#ff00ff', '#777777']
  for (const background of named) {
    for (const foreground of [undefined, 0, 7, 15, '#777777']) {
      const look = lookOf({ ...at, background, ...(foreground === undefined ? {} : { foreground }) })
      expect(contrast(look.color ?? '', look.background ?? '')).toBeGreaterThanOrEqual(4.5)
    }
  }
  expect(lookOf({ ...at, background: '#000000', foreground: '#ffffff' })).toEqual({
    className: '',
    background: '#000000',
    color: '#ffffff',
  })
})

it('the palette is the usual one', () => {
  expect([1, 16, 21, 196, 231, 232, 255].map(paletteColor)).toEqual([
    '#cd0000',
    '#000000',
    '#0000ff',
    '#ff0000',
    '#ffffff',
    '#080808',
    '#eeeeee',
  ])
})

it('names looks that the theme has, and swaps what is inverse', () => {
  expect(lookOf({ ...at, foreground: 4, bold: true, italic: true, underline: true })).toEqual({
    className: 'font-semibold italic underline ansi-4',
  })
  expect(lookOf({ ...at, dim: true }).className).toBe('text-muted')
  expect(lookOf({ ...at, inverse: true }).className).toBe('bg-fg text-canvas')
  expect(lookOf({ ...at, inverse: true, foreground: 3 }).background).toBe('#cdcd00')
})

it('a colour that is none is grey', () => {
  expect(lookOf({ ...at, background: 'url(https://evil)' }).background).toBe('#808080')
  expect(lookOf({ ...at, background: 999 }).background).toBe('#eeeeee')
})
