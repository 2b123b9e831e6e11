import { describe, expect, it } from 'vitest'
import {
  asText,
  barShare,
  baseSums,
  shownLines,
} from '../../../../renderer/features/contents/dockerfile/dockerfile.logic'
import { aDockerfileLine, aLayersView } from '../../../fakes/contentsWaste'

const steps = [
  { text: 'ADD rootfs.tar /', bytes: 200, isBase: true },
  { text: 'CMD ["sh"]', isBase: true },
  { text: 'RUN a && b', bytes: 40 },
  { text: 'CMD ["app"]' },
]
const base = { name: 'alpine:3', layers: 1, bytes: 200, known: 'chain' } as const
const words = { head: 'Head', base: 'Base: alpine:3', own: 'Own', cut: 'cut' }

describe('the history as a Dockerfile', () => {
  it('has a line between base and own', () => {
    const view = aLayersView(steps, base)
    expect(shownLines(view).map((line) => (line.type === 'step' ? line.index : '--'))).toEqual([
      0,
      1,
      '--',
      2,
      3,
    ])
    expect(baseSums(view)).toEqual({ base: 200, own: 40, total: 240 })
  })
  it('has none where nobody knows where the base ends, or all of it is the base', () => {
    expect(shownLines(aLayersView(steps)).every(({ type }) => type === 'step')).toBe(true)
    const all = aLayersView([{ text: 'ADD x /', bytes: 1, isBase: true }], base)
    expect(shownLines(all)).toHaveLength(1)
  })
  it('is text in which a named base is a FROM and its steps are comments', () => {
    expect(asText(aLayersView(steps, base), words)).toBe(
      [
        '# Head',
        '',
        '# Base: alpine:3',
        '# ADD rootfs.tar /',
        '# CMD ["sh"]',
        'FROM alpine:3',
        '',
        '# Own',
        'RUN a \\',
        ' && b',
        'CMD ["app"]',
        '',
      ].join('\n'),
    )
  })
  it('stands on scratch without one, and is harmless in a terminal', () => {
    const line = aDockerfileLine('RUN \u001b[31m\u202e', {})
    const cut = { ...line, instruction: { ...line.instruction, text: { text: 'ENV A=b', length: 9_000 } } }
    const text = asText({ dockerfile: [line, cut] }, { ...words, base: undefined })
    expect(text).toBe(['# Head', '', 'FROM scratch', 'RUN ␛[31m⟨U+202E⟩', 'ENV A=b', '# cut', ''].join('\n'))
  })
  it('bars show anything that has bytes', () => {
    expect([barShare(0, 9), barShare(1, 1_000_000), barShare(5, 5)]).toEqual([0, 0.01, 1])
  })
})
