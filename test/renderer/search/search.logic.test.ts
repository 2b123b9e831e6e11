import type { SearchPage } from '@shared/domain/search'
import { expect, it } from 'vitest'
import {
  askedOf,
  foundIn,
  hasTags,
  pullsText,
  readStars,
  secondsUntil,
} from '../../../renderer/features/search/search.logic'

const page = (names: readonly string[], more: Partial<SearchPage> = {}): SearchPage => ({
  source: 'hub',
  results: names.map((name) => ({ name, official: false })),
  looked: 100,
  ...more,
})

it('only what is complete is asked', () => {
  const form = { query: ' redis ', minStars: '20', officialOnly: true }
  expect(askedOf(form, 'hub')).toEqual({ query: 'redis', minStars: 20, officialOnly: true, source: 'hub' })
  expect(askedOf({ ...form, query: ' ' }, 'hub')).toBeUndefined()
  expect(askedOf({ ...form, minStars: '-1' }, 'hub')).toBeUndefined()
  expect([readStars(''), readStars(' 7 '), readStars('1.5')]).toEqual([0, 7, undefined])
})

it('pages add up, and a result that comes twice is shown once', () => {
  const found = foundIn([page(['a', 'b'], { total: 9 }), page(['b', 'c'], { cutOff: true })])
  expect(found.results.map(({ name }) => name)).toEqual(['a', 'b', 'c'])
  expect(found).toMatchObject({ looked: 200, total: 9, cutOff: true })
})

it('pulls that were rounded down say so', () => {
  expect(pullsText({ count: 1_000_000_000, precision: 'atLeast' }, 'en')).toBe('1B+')
  expect(pullsText({ count: 12_345, precision: 'exact' }, 'en')).toBe('12.3K')
})

it('tags are asked of Docker Hub only', () => {
  expect(['redis', 'bitnami/redis', 'localhost:5000/app'].map(hasTags)).toEqual([true, true, false])
})

it('the countdown ends at nought and never starts without a time', () => {
  expect(secondsUntil(1_000, 30, 11_000)).toBe(20)
  expect(secondsUntil(1_000, 30, 99_000)).toBe(0)
  expect(secondsUntil(1_000, undefined, 1_000)).toBe(0)
})
