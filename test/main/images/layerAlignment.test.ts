import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { alignHistory, baseLineOf, historyAnswer } from '../../../main/images/history'
import { stepKind } from '../../../main/images/instruction'
import { alignLayers, emptyDiffId } from '../../../main/images/layerAlignment'
import type { ListedHistory } from '../../../main/ports/engineClient'
import { cpuTime } from '../../builders/cpuTime'
import { imageId } from '../../builders/imageRow'

// Many generated cases on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 })

function row(createdBy: string, size = 0, over: Partial<ListedHistory> = {}): ListedHistory {
  return { createdBy, comment: '', size, tags: [], ...over }
}
const layers = (count: number) => Array.from({ length: count }, (_, i) => imageId(i + 1))
/** Written oldest first here; engines list newest first. */
const align = (
  rows: readonly ListedHistory[],
  diffIds: readonly string[],
  layersOf?: (id: string) => number | undefined,
) => alignHistory([...rows].reverse(), diffIds, layersOf)

describe('what a step is', () => {
  test.each([
    ['/bin/sh -c #(nop)  CMD ["sh"]', 0, '', 'empty'],
    ['/bin/sh -c #(nop) ADD file:abc in / ', 5, '', 'layer'],
    ['/bin/sh -c #(nop) COPY file:abc in / ', 0, '', 'either layer'],
    ['/bin/sh -c #(nop) WORKDIR /a', 0, '', 'either layer'],
    ['|1 A=b /bin/sh -c #(nop) ENV X=1', 0, '', 'empty'],
    ['/bin/sh -c true', 0, '', 'either'],
    ['RUN /bin/sh -c true # buildkit', 0, 'buildkit.dockerfile.v0', 'layer'],
    ['COPY a b # buildkit', 0, 'buildkit.dockerfile.v0', 'layer'],
    ['WORKDIR /app', 0, 'buildkit.dockerfile.v0', 'either layer'],
    ['WORKDIR /', 0, 'buildkit.dockerfile.v0', 'empty'],
    ['ENV A=RUN # buildkit-ish', 0, 'buildkit.dockerfile.v0', 'empty'],
    ['EXPOSE map[80/tcp:{}]', 0, 'buildkit.dockerfile.v0', 'empty'],
    ['HEALTHCHECK &{["CMD" "x"] "0s"}', 0, '', 'empty'],
    ['# debian.sh --arch amd64', 78_000_000, 'debuerreotype 0.15', 'layer'],
    ['bazel build //x', 0, '', 'either'],
    ['', 0, 'Imported from -', 'either'],
  ])('%s (%d bytes)', (createdBy, size, comment, expected) => {
    const kind = stepKind({ createdBy, size, comment })
    expect([kind.type, ...('likely' in kind && kind.likely ? [kind.likely] : [])].join(' ')).toBe(expected)
  })
})

describe('alignment', () => {
  test('tutorials.md fact 5: steps of 0 bytes own layers, so size can not pair them', () => {
    const rows = [
      row('/bin/sh -c #(nop) ADD file:1 in / ', 100),
      row('/bin/sh -c #(nop)  CMD ["sh"]'),
      row('WORKDIR /app', 0, { comment: 'buildkit.dockerfile.v0' }),
      row('RUN /bin/sh -c mkdir x # buildkit', 0, { comment: 'buildkit.dockerfile.v0' }),
      row('COPY . . # buildkit', 7, { comment: 'buildkit.dockerfile.v0' }),
      row('CMD ["x"]', 0, { comment: 'buildkit.dockerfile.v0' }),
    ]
    expect(align(rows, layers(4))).toEqual({ alignment: 'exact', steps: [0, 'empty', 1, 2, 3, 'empty'] })
    expect(align(rows, layers(3))).toEqual({
      alignment: 'exact',
      steps: [0, 'empty', 'empty', 1, 2, 'empty'],
    })
  })

  test('fact 15: three WORKDIRs and two COPYs of the classic builder are five layers; a RUN without change is none', () => {
    const rows = [
      row('/bin/sh -c #(nop) COPY file:1 in / ', 10),
      row('/bin/sh -c #(nop) WORKDIR /a'),
      row('/bin/sh -c #(nop) WORKDIR /a/b'),
      row('/bin/sh -c true'),
      row('/bin/sh -c #(nop) WORKDIR /a/b/c'),
      row('/bin/sh -c #(nop) COPY file:2 in . ', 5),
    ]
    expect(align(rows, layers(5))).toEqual({ alignment: 'inferred', steps: [0, 1, 2, 'empty', 3, 4] })
  })

  test('images that the classic builder left behind make it exact', () => {
    const rows = [
      row('/bin/sh -c #(nop) COPY file:1 in / ', 10),
      row('/bin/sh -c true', 0, { imageId: 'a' }),
      row('/bin/sh -c mkdir x', 0, { imageId: 'b' }),
      row('/bin/sh -c #(nop)  CMD ["x"]', 0, { imageId: 'c' }),
    ]
    expect(align(rows, layers(2)).steps).toEqual([0, undefined, undefined, 'empty'])
    const known = new Map([
      ['a', 1],
      ['b', 2],
      ['c', 2],
    ])
    expect(align(rows, layers(2), (id) => known.get(id))).toEqual({
      alignment: 'exact',
      steps: [0, 'empty', 1, 'empty'],
    })
  })

  test('the empty layer belongs to a step without bytes', () => {
    const rows = [row('/bin/sh -c a', 5), row('/bin/sh -c b'), row('/bin/sh -c c'), row('/bin/sh -c d', 5)]
    const diffIds = [imageId(1), emptyDiffId, imageId(2)]
    expect(align(rows, diffIds)).toEqual({ alignment: 'inferred', steps: [0, undefined, undefined, 2] })
    expect(
      align(
        [rows[0], rows[1], rows[3]].flatMap((r) => r ?? []),
        diffIds,
      ),
    ).toEqual({ alignment: 'exact', steps: [0, 1, 2] })
  })

  test('records that contradict the layers: what can be known by bytes is inferred, else nothing is named', () => {
    expect(align([row('ENV A=1'), row('ENV B=1')], layers(2)).alignment).toBe('inferred')
    expect(align([row('COPY a # buildkit', 5), row('COPY b # buildkit', 5)], layers(1))).toEqual({
      alignment: 'uncertain',
      steps: [undefined, undefined],
    })
    expect(align([], layers(2)).alignment).toBe('uncertain')
    expect(align([row('ENV A=1')], layers(3)).alignment).toBe('uncertain')
  })

  test('whatever it names is possible: layers in order, each at most once, bytes on a layer; exact names all', () => {
    const texts = [
      '/bin/sh -c true',
      '/bin/sh -c #(nop) WORKDIR /a',
      '/bin/sh -c #(nop) ENV a=1',
      'RUN x # buildkit',
      'odd',
    ]
    const any = fc.record({ text: fc.constantFrom(...texts), size: fc.constantFrom(0, 0, 0, 9) })
    fc.assert(
      fc.property(fc.array(any, { maxLength: 12 }), fc.nat(8), (rows, count) => {
        const { alignment, steps } = align(
          rows.map(({ text, size }) => row(text, size)),
          layers(count),
        )
        const named = steps.filter((step): step is number => typeof step === 'number')
        expect(named).toEqual([...new Set(named)].sort((a, b) => a - b))
        steps.forEach((step, i) => {
          if ((rows[i]?.size ?? 0) > 0) expect(step).not.toBe('empty')
        })
        if (alignment === 'exact') expect([...named]).toEqual(layers(count).map((_, i) => i))
        if (alignment === 'uncertain') expect(named).toEqual([])
      }),
    )
  })

  test('a true history of any make is never paired wrongly when it says exact', () => {
    const step = fc.constantFrom(
      { text: '/bin/sh -c #(nop) ENV a=1', layer: false, size: 0 },
      { text: '/bin/sh -c true', layer: false, size: 0 },
      { text: '/bin/sh -c mkdir /x', layer: true, size: 0 },
      { text: '/bin/sh -c #(nop) WORKDIR /x', layer: true, size: 0 },
      { text: '/bin/sh -c apk add y', layer: true, size: 5 },
      { text: 'RUN true # buildkit', layer: true, size: 0 },
    )
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (truth) => {
        const count = truth.filter((one) => one.layer).length
        const { alignment, steps } = align(
          truth.map(({ text, size }) => row(text, size)),
          layers(count),
        )
        expect(alignment).not.toBe('uncertain')
        if (alignment !== 'exact') return
        let next = 0
        expect(steps).toEqual(truth.map((one) => (one.layer ? next++ : 'empty')))
      }),
    )
  })

  test('20,000 steps and 200 layers are paired in well under a second on a quiet machine', () => {
    const steps = Array.from({ length: 20_000 }, (_, i) => ({
      kind: { type: i % 100 === 0 ? ('layer' as const) : ('either' as const) },
      size: i % 100 === 0 ? 1 : 0,
    }))
    const started = cpuTime()
    expect(alignLayers(steps, layers(200)).alignment).toBe('exact')
    expect(cpuTime() - started).toBeLessThan(5_000)
  })
})

describe('the base line', () => {
  const history = [
    row('CMD x', 0),
    row('RUN y # buildkit', 30),
    row('ENV base=1', 0),
    row('ADD z # buildkit', 70),
  ]
  const diffIds = layers(2)
  const aligned = alignHistory(history, diffIds)
  const image = { imageId: imageId(9), layers: 1, known: 'chain' as const }

  test("is exact where the base's own history is the lower end", () => {
    expect(baseLineOf(history, aligned, { image, history: history.slice(2) })).toBe(2)
    const answer = historyAnswer({ history, diffIds, aligned, base: { image, history: history.slice(2) } }, 0)
    expect(answer).toMatchObject({
      baseLine: 2,
      ownBytes: 30,
      baseBytes: 70,
      total: 4,
      layerCount: 2,
      alignment: 'exact',
    })
    expect(answer.lines[1]).toEqual({
      createdBy: { text: 'RUN y # buildkit', length: 16 },
      comment: '',
      size: 30,
      tags: [],
      emptyLayer: false,
      diffId: diffIds[1],
      layer: 1,
    })
    expect(answer.lines[0]).not.toHaveProperty('layer')
  })

  test("is the line of the base's last layer where its history is another", () => {
    expect(baseLineOf(history, aligned, { image, history: [row('other')] })).toBe(3)
  })
})

test('pages stay small whatever the instructions', () => {
  const history = Array.from({ length: 5_000 }, () => row('x'.repeat(20_000)))
  const facts = { history, diffIds: [], aligned: alignHistory(history, []) }
  const page = historyAnswer(facts, 4_000)
  expect(page.lines.length).toBe(1_000)
  expect(JSON.stringify(historyAnswer(facts, 0)).length).toBeLessThan(1_200_000)
  expect(page.lines[0]?.createdBy.length).toBe(20_000)
})
