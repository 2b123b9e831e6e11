import { durationParts, exactBytes, formatBytes, timeAgo, timeAgoAsDocker } from '@shared/format'
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'

// Many generated cases on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 })

describe('bytes', () => {
  // Golden: docker images, and units.HumanSizeWithPrecision(size, 3) of go-units.
  test.each([
    [0, '0B'],
    [1, '1B'],
    [999, '999B'],
    [1000, '1kB'],
    [1024, '1.02kB'],
    [1_125, '1.12kB'],
    [1_135, '1.14kB'],
    [1_375, '1.38kB'],
    [1_625, '1.62kB'],
    [12_250, '12.2kB'],
    [12_750, '12.8kB'],
    [122_500, '122kB'],
    [123_500, '124kB'],
    [999_499, '999kB'],
    [999_500, '1e+03kB'],
    [999_999, '1e+03kB'],
    [1_113_611, '1.11MB'],
    [5_590_000, '5.59MB'],
    [187_000_000, '187MB'],
    [1_240_000_000, '1.24GB'],
    [31_600_000 + 235_000_000 + 8_170_000 + 640_000 + 72, '275MB'],
    [8_170_000 + 2_160_000, '10.3MB'],
    [1_000_000_000_000, '1TB'],
    [2 ** 60, '1.15EB'],
  ])('%d is %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text)
  })

  test('the printed number is within half a unit of its last digit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 50 }), (bytes) => {
        const text = formatBytes(bytes)
        const match = /^([\d.e+]+)(B|kB|MB|GB|TB|PB)$/.exec(text)
        const unit = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'].indexOf(match?.[2] ?? '')
        const printed = Number(match?.[1]) * 1000 ** unit
        expect(Math.abs(printed - bytes)).toBeLessThanOrEqual(Math.max(0.5, bytes * 0.005_01))
      }),
    )
  })

  test('exact bytes are grouped', () => {
    expect(exactBytes(0)).toBe('0 B')
    expect(exactBytes(999)).toBe('999 B')
    expect(exactBytes(1_234_567)).toBe('1,234,567 B')
    expect(exactBytes(12_345, '\u202f')).toBe('12\u202f345 B')
  })
})

describe('time', () => {
  const s = 1000
  const h = 3600 * s
  const d = 24 * h
  // Golden: duration_test.go of go-units, with " ago".
  test.each([
    [450, 'Less than a second ago'],
    [1 * s, '1 second ago'],
    [47 * s, '47 seconds ago'],
    [60 * s, 'About a minute ago'],
    [119 * s, 'About a minute ago'],
    [3 * 60 * s, '3 minutes ago'],
    [59 * 60 * s + 59 * s, '59 minutes ago'],
    [h, 'About an hour ago'],
    [1.5 * h, '2 hours ago'],
    [47 * h, '47 hours ago'],
    [2 * d, '2 days ago'],
    [13 * d, '13 days ago'],
    [14 * d, '2 weeks ago'],
    [59 * d, '8 weeks ago'],
    [60 * d, '2 months ago'],
    [729 * d, '24 months ago'],
    [730 * d, '2 years ago'],
    [-5 * s, 'Less than a second ago'],
  ])('%d ms is %s', (ms, text) => {
    expect(timeAgoAsDocker(Date.UTC(2026, 0, 1) - ms, Date.UTC(2026, 0, 1))).toBe(text)
  })

  test('units never run backwards as time goes on', () => {
    const order = ['second', 'minute', 'hour', 'day', 'week', 'month', 'year']
    fc.assert(
      fc.property(fc.nat({ max: 10 * 365 * d }), fc.nat({ max: d }), (ms, more) => {
        const a = order.indexOf(timeAgo(0, ms).unit)
        expect(order.indexOf(timeAgo(0, ms + more).unit)).toBeGreaterThanOrEqual(a)
      }),
    )
  })

  test.each([
    [0, [{ value: 0, unit: 'second' }]],
    [1_250, [{ value: 1.2, unit: 'second' }]],
    [
      65_000,
      [
        { value: 1, unit: 'minute' },
        { value: 5, unit: 'second' },
      ],
    ],
    [7_200_000, [{ value: 2, unit: 'hour' }]],
    [
      90_061_000,
      [
        { value: 1, unit: 'day' },
        { value: 1, unit: 'hour' },
      ],
    ],
  ])('%d ms in its largest units', (ms, parts) => {
    expect(durationParts(ms)).toEqual(parts)
  })
})
