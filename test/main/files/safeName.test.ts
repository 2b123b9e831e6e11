import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { safeFileName } from '../../../main/files/safeName'

describe('safeFileName', () => {
  it.each([
    ['images.csv', 'images.csv'],
    ['../../etc/passwd', '_.._etc_passwd'],
    ['C:\\x\\y', 'C__x_y'],
    ['con.txt', '_con.txt'],
    ['LPT1', '_LPT1'],
    ['...', 'strata'],
    [' a. ', 'a'],
    ['образы.json', 'образы.json'],
    ['a\u202Egpj.exe', 'a_gpj.exe'],
  ])('makes %j %j', (suggested, expected) => {
    expect(safeFileName(suggested)).toBe(expected)
  })

  it('never names a folder, whatever is suggested', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const name = safeFileName(text)
        expect(name).not.toMatch(/[/\\:\0]|^\.{1,2}$/)
        expect(name.length).toBeGreaterThan(0)
      }),
    )
  })
})
