import { formatBytes as asDocker } from '@shared/format'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatBytes, formatExactBytes } from '../../../renderer/components/bytes.logic'
import { clampSide } from '../../../renderer/components/splitPane.logic'
import { formatRelative, formatSpan } from '../../../renderer/components/time.logic'
import { splitUntrusted } from '../../../renderer/components/untrusted.logic'

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [1, '1 B'],
    [72, '72 B'],
    [640_000, '640 kB'],
    [1_240_000_000, '1.24 GB'],
    [999_999, '1 MB'],
    [275_410_000, '275 MB'],
    [5e15, '5 PB'],
  ])('%d bytes are %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text)
  })

  it('has the digits of docker for any size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 50 }), (bytes) => {
        const docker = asDocker(bytes)
        fc.pre(!docker.startsWith('1e+03'))
        expect(formatBytes(bytes).replace(' ', '')).toBe(docker)
      }),
    )
  })

  it('speaks the language', () => {
    expect(formatBytes(12_300_000, 'ru')).toBe('12,3 МБ')
    expect([1, 1_234_567].map((bytes) => formatExactBytes(bytes))).toEqual(['1 byte', '1,234,567 bytes'])
    expect(formatExactBytes(1_234, 'ru')).toMatch(/^1\s?234 байта$/)
  })
})

describe('formatRelative', () => {
  const now = Date.UTC(2026, 10, 21)
  it.each([
    [10_000, undefined],
    [3 * 60_000, '3 minutes ago'],
    [28 * 3_600_000, '28 hours ago'],
    [3 * 86_400_000, '3 days ago'],
    [21 * 86_400_000, '3 weeks ago'],
    [90 * 86_400_000, '3 months ago'],
    [800 * 86_400_000, '2 years ago'],
  ])('%d ms are %s', (age, text) => {
    expect(formatRelative(now - age, now)).toBe(text)
  })
})

describe('formatSpan', () => {
  it.each([
    [0, '0:00'],
    [64_900, '1:04'],
    [3_725_000, '1:02:05'],
    [-5, '0:00'],
  ])('%d ms are %s', (ms, text) => {
    expect(formatSpan(ms)).toBe(text)
  })
})

describe('splitUntrusted', () => {
  it('shows what can not be seen as marks', () => {
    expect(splitUntrusted('a\u001b[31mb\u202ec')).toEqual([
      { type: 'text', text: 'a' },
      { type: 'control', text: '␛' },
      { type: 'text', text: '[31mb' },
      { type: 'control', text: '⟨U+202E⟩' },
      { type: 'text', text: 'c' },
    ])
  })

  it('leaves markup and other scripts as they are', () => {
    expect(splitUntrusted('<b>образ</b>')).toEqual([{ type: 'text', text: '<b>образ</b>' }])
  })

  it('keeps lines and tabs of a block', () => {
    expect(splitUntrusted('a\r\n\tb\u0007', true)).toEqual([
      { type: 'text', text: 'a\n\tb' },
      { type: 'control', text: '␇' },
    ])
  })
})

describe('clampSide', () => {
  it('leaves both parts their least width', () => {
    expect(clampSide(100, 1000, 280, 320)).toBe(280)
    expect(clampSide(900, 1000, 280, 320)).toBe(680)
    expect(clampSide(400, 1000, 280, 320)).toBe(400)
    expect(clampSide(400, 500, 280, 320)).toBe(280)
  })
})
