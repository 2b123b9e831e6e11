import { appErrorCodes } from '@shared/errors'
import { describe, expect, it } from 'vitest'
import { errors } from '../../../renderer/i18n/en/errors'

describe('words of errors', () => {
  it('has a sentence and an advice for every code, and for no other', () => {
    expect(Object.keys(errors).sort()).toEqual([...appErrorCodes].sort())
  })

  it.each(appErrorCodes)('%s says what happened and what to do, as sentences', (code) => {
    const { sentence, advice } = errors[code]
    for (const text of [sentence, advice]) {
      expect(text).toMatch(/^[\p{Lu}“{].*[.:}]$/u)
      expect(text).not.toMatch(/^failed|oops|sorry|please try/i)
    }
  })
})
