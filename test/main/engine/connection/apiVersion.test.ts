import { expect, test } from 'vitest'
import { isBefore, negotiate } from '../../../../main/engine/connection/apiVersion'
import { codeOf } from '../failures'

test.each([
  ['1.40', '1.40'],
  ['1.41', '1.41'],
  ['1.51', '1.51'],
  ['1.54', '1.51'],
  ['2.0', '1.51'],
])('an engine of %s is spoken to in %s', (offered, spoken) => {
  expect(negotiate(offered, 'h')).toBe(spoken)
})

test.each([
  ['1.39', 'ENGINE_TOO_OLD'],
  ['1.9', 'ENGINE_TOO_OLD'],
  ['0.50', 'ENGINE_TOO_OLD'],
  [undefined, 'ENGINE_NOT_DOCKER'],
  ['x', 'ENGINE_NOT_DOCKER'],
])('%s is refused as %s', (offered, code) => {
  expect(codeOf(() => negotiate(offered, 'h'))).toBe(code)
})

test('versions are numbers, not text', () => {
  expect(isBefore('1.9', '1.10')).toBe(true)
  expect(isBefore('1.41', '1.41')).toBe(false)
})
