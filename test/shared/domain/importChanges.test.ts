import { describe, expect, it } from 'vitest'
import { parseChanges } from '../../../shared/domain/importChanges'

describe('settings of an import', () => {
  it('are instructions, one a line', () => {
    expect(parseChanges('\n# note\n cmd ["sh", "-c"]\r\nENV  A=b\n')).toEqual({
      ok: true,
      value: ['CMD ["sh", "-c"]', 'ENV A=b'],
    })
  })

  it('go on after a backslash, over comments and to the end', () => {
    expect(parseChanges('ENV A=b \\\n# between\n  C=d\nLABEL x=y \\')).toEqual({
      ok: true,
      value: ['ENV A=b C=d', 'LABEL x=y'],
    })
  })

  it('may be none', () => {
    expect(parseChanges('')).toEqual({ ok: true, value: [] })
  })

  it.each([
    ['ENV A=b\n\nRUN make', 'IMPORT_CHANGE_UNKNOWN', { line: 3, word: 'RUN' }],
    ['\u202enothing', 'IMPORT_CHANGE_UNKNOWN', { line: 1, word: '⟨U+202E⟩nothing' }],
    ['USER', 'IMPORT_CHANGE_EMPTY', { line: 1, word: 'USER' }],
  ])('%j is refused', (text, code, params) => {
    expect(parseChanges(text)).toMatchObject({ ok: false, error: { code, params } })
  })
})
