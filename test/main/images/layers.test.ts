import type { ImageStore } from '@shared/domain/engine'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Chain } from '../../../main/images/baseImage'
import { alignHistory, type HistoryFacts } from '../../../main/images/history'
import { chainIdsOf, type LayerSurroundings, layersAnswer, surroundingsOf } from '../../../main/images/layers'
import type { ListedHistory } from '../../../main/ports/engineClient'
import { exactly } from '../../../main/sizes/height'
import { heightsOf } from '../../../main/sizes/heightsOf'
import { viewOf } from '../../../main/sizes/view'

const digest = (letter: string) => `sha256:${letter.repeat(64)}`
const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(digest) as [string, string, string, string]
const step = (createdBy: string, size = 0): ListedHistory => ({ createdBy, size, comment: '', tags: [] })
const self = digest('e')

type Around = {
  readonly others?: readonly Chain[]
  readonly unread?: number
  readonly size: number
  readonly store?: ImageStore
}

/** What the book of sizes knows of the stack, from its history and the chains of other images. */
function among(
  { diffIds, history }: HistoryFacts,
  { others = [], unread = 0, size, store = 'classic' }: Around,
): LayerSurroundings {
  const keys = chainIdsOf(diffIds)
  const { heights, lasting } = heightsOf(history, { diffIds, size, store })
  const own = new Map(keys.map((key, index) => [key, heights[index]]))
  const heightOf = (key: string) => own.get(key) ?? exactly(99_999)
  const view = viewOf({
    store,
    images: [
      { id: self, size, halfWay: false, keys, ...(lasting ? {} : { passing: heights }) },
      ...others.map((other) => {
        const chain = chainIdsOf(other.diffIds)
        return { id: other.id, size: heightOf(chain.at(-1) ?? '').least, halfWay: false, keys: chain }
      }),
      ...Array.from({ length: unread }, (_, n) => ({ id: `unread ${n}`, size: 5, halfWay: false })),
    ],
    containers: [],
    heightOf,
    differs: false,
  })
  const names = new Map(others.map(({ id, name }) => [id, name]))
  return surroundingsOf(view, { id: self, size }, (id) => names.get(id))
}

const answered = (facts: HistoryFacts, around: Around) => layersAnswer(facts, among(facts, around))

/** `steps` oldest first, as one writes them. */
function stack(
  diffIds: readonly string[],
  steps: readonly ListedHistory[],
  baseLayers?: number,
): HistoryFacts {
  const history = [...steps].reverse()
  const base =
    baseLayers === undefined
      ? {}
      : { base: { image: { imageId: digest('f'), layers: baseLayers, known: 'chain' as const } } }
  return { history, diffIds, aligned: alignHistory(history, diffIds), ...base }
}

const app = stack(
  [a, b, c],
  [
    step('ADD a / # buildkit', 100),
    step('CMD ["sh"]'),
    step('COPY b / # buildkit', 20),
    step('RUN true # buildkit'),
    step('ENV x=1'),
  ],
  1,
)

describe('the stack of an image', () => {
  test('pairs each layer with its bytes and the step that made it, and keeps the steps without one', () => {
    const { layers, emptySteps, totals, alignment } = answered(app, { size: 120 })
    expect(alignment).toBe('exact')
    expect(
      layers.map(({ index, bytes, isBase, step }) => [index, bytes, isBase, step?.createdBy.text]),
    ).toEqual([
      [0, 100, true, 'ADD a / # buildkit'],
      [1, 20, false, 'COPY b / # buildkit'],
      [2, 0, false, 'RUN true # buildkit'],
    ])
    expect(emptySteps.map(({ above, createdBy }) => [above, createdBy.text])).toEqual([
      [0, 'CMD ["sh"]'],
      [2, 'ENV x=1'],
    ])
    expect(totals).toEqual({ image: 120, layers: 120, base: 100, own: 20, shared: 0, unique: 120 })
  })

  test('chain ids are those of the image specification', () => {
    expect(chainIdsOf([a, b, a])).toEqual([
      a,
      'sha256:ccd722928bd92476ba1745586fed6e45a102504185ad88cd89e01ff116fd146c',
      'sha256:406364a4bd8d39df8107071d4494fa73814420337124657ec5999b072e5d3352',
    ])
    expect(chainIdsOf([])).toEqual([])
  })

  test('names who shares from the bottom on, and never a layer that stands on others', () => {
    const others: Chain[] = [
      { id: digest('1'), name: 'same:1', diffIds: [a, b, c] },
      { id: digest('2'), name: 'base:1', diffIds: [a] },
      { id: digest('3'), diffIds: [a, b, d] },
      { id: digest('4'), name: 'other:1', diffIds: [b, c] },
      { id: digest('5'), name: 'empty:1', diffIds: [] },
    ]
    const answer = answered(app, { size: 120, others, unread: 3 })
    expect(answer.layers.map(({ sharedBy }) => sharedBy)).toEqual([3, 2, 1])
    expect(answer.sharing).toEqual([
      { imageId: digest('1'), name: 'same:1', layers: 3 },
      { imageId: digest('3'), layers: 2 },
      { imageId: digest('2'), name: 'base:1', layers: 1 },
    ])
    expect(answer).toMatchObject({ sharingCount: 3, unread: 3, totals: { shared: 120, unique: 0 } })
  })

  test('says no bytes where steps and layers contradict each other', () => {
    const { layers, totals, emptySteps } = answered(
      stack([a, b, c], [step('CMD x'), step('RUN y # buildkit', 7)]),
      { size: 7 },
    )
    expect(layers.map(({ bytes, step }) => [bytes, step])).toEqual([
      [undefined, undefined],
      [undefined, undefined],
      [undefined, undefined],
    ])
    expect(emptySteps).toEqual([])
    // Nobody else has any of them, and all of them are known.
    expect(totals).toEqual({ image: 7, layers: 7, shared: 0, unique: 7 })
  })

  test('a layer that the containerd store did not unpack has no size, not 0', () => {
    const facts = stack([a, b], [step('ADD a / # buildkit', 8_192), step('RUN b # buildkit')])
    const answer = answered(facts, { size: 99_000, store: 'containerd' })
    expect(answer.layers.map(({ bytes }) => bytes)).toEqual([8_192, undefined])
    expect(answer.totals).toEqual({ image: 99_000 })
  })

  test('while its layers are not read, no bytes are told, though the history of this very image is', () => {
    const unread = { ...among(app, { size: 120 }), levels: undefined, unique: undefined, unread: 1 }
    const { layers, totals } = layersAnswer(app, unread)
    expect(layers.every(({ bytes }) => bytes === undefined)).toBe(true)
    expect(totals).toEqual({ image: 120 })
  })

  test('an image without layers or history is an empty stack', () => {
    expect(answered(stack([], []), { size: 0 })).toMatchObject({
      layers: [],
      layerCount: 0,
      totals: { image: 0, layers: 0, unique: 0 },
    })
  })

  test('20,000 steps stay one small message, with sums over all of them', () => {
    const diffIds = Array.from({ length: 150 }, (_, i) => `sha256:${i.toString(16).padStart(64, '0')}`)
    const steps = [
      ...diffIds.map((_, i) => step(`COPY ${i} / # buildkit ${'x'.repeat(5_000)} # buildkit`, 10)),
      ...Array.from({ length: 19_000 }, (_, i) => step(`ENV N${i}=${'y'.repeat(60)}`)),
    ]
    const answer = answered(stack(diffIds, steps), { size: 1_500 })
    expect(answer).toMatchObject({ layerCount: 150, emptyCount: 19_000, totals: { layers: 1_500 } })
    expect(answer.emptySteps.length).toBe(500)
    expect(JSON.stringify(answer).length).toBeLessThan(900_000)
  })

  test('any stack: bytes add up, sharing never grows upwards, one layer one step', () => {
    const layer = fc.record({ letter: fc.constantFrom('a', 'b', 'c', 'd'), size: fc.nat(1_000) })
    fc.assert(
      fc.property(
        fc.array(layer, { maxLength: 12 }),
        fc.array(fc.array(fc.constantFrom(a, b, c, d), { maxLength: 6 }), { maxLength: 6 }),
        fc.nat(12),
        (made, chains, baseLayers) => {
          const diffIds = made.map(({ letter }) => digest(letter))
          const steps = made.map(({ size }, i) => step(`COPY ${i} / # buildkit`, size))
          const others = chains.map((chain, i): Chain => ({ id: digest(String(i)), diffIds: chain }))
          const size = made.reduce((all, each) => all + each.size, 0)
          const { layers, totals } = answered(stack(diffIds, steps, Math.min(baseLayers, diffIds.length)), {
            size,
            others,
          })
          expect(totals.layers).toBe(size)
          expect((totals.base ?? 0) + (totals.own ?? 0)).toBe(size)
          expect((totals.shared ?? 0) + (totals.unique ?? 0)).toBe(size)
          for (const [i, { sharedBy }] of layers.entries()) {
            expect(sharedBy).toBeLessThanOrEqual(layers[i - 1]?.sharedBy ?? others.length)
            const holders = others.filter((other) =>
              diffIds.slice(0, i + 1).every((id, n) => other.diffIds[n] === id),
            )
            expect(sharedBy).toBe(holders.length)
          }
        },
      ),
    )
  })
})
