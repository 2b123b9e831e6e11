import type { ImageLayer, ImageLayers } from '@shared/domain/imageLayers'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  heightOf,
  moveTo,
  sharersOf,
  sizeRemark,
  stackGroups,
} from '../../../renderer/features/imageDetails/layers/layers.logic'

const layer = (index: number, bytes: number | undefined, isBase = false): ImageLayer => ({
  index,
  diffId: `d${index}`,
  chainId: `c${index}`,
  ...(bytes === undefined ? {} : { bytes }),
  isBase,
  sharedBy: 0,
})
const stack = (over: Partial<ImageLayers>): ImageLayers => ({
  layers: [],
  layerCount: over.layers?.length ?? 0,
  emptySteps: [],
  emptyCount: 0,
  alignment: 'exact',
  sharing: [],
  sharingCount: 0,
  unread: 0,
  totals: { image: 0 },
  store: 'classic',
  ...over,
})
const text = (createdBy: string) => ({ text: createdBy, length: createdBy.length })

describe('the drawn stack', () => {
  it('has the newest on top, own over base, and each step without a layer on its layer', () => {
    const groups = stackGroups(
      stack({
        layers: [layer(0, 10, true), layer(1, 5), layer(2, 0)],
        emptySteps: [
          { above: -1, createdBy: text('ARG x') },
          { above: 0, createdBy: text('CMD a') },
          { above: 2, createdBy: text('ENV b') },
          { above: 2, createdBy: text('USER c') },
        ],
        base: { imageId: 'b', layers: 1, known: 'chain' },
        totals: { image: 15, layers: 15, base: 10, own: 5 },
      }),
    )
    const drawn = groups.map(({ part, layerCount, bytes, rows }) => [
      part,
      layerCount,
      bytes,
      rows.map((row) => (row.type === 'layer' ? row.layer.index : row.step.createdBy.text)),
    ])
    expect(drawn).toEqual([
      ['own', 2, 5, ['USER c', 'ENV b', 2, 1]],
      ['base', 1, 10, ['CMD a', 0, 'ARG x']],
    ])
  })

  it('is one group without a base, and has no own group where all is the base', () => {
    expect(stackGroups(stack({ layers: [layer(0, 1)] })).map(({ part }) => part)).toEqual(['all'])
    const all = stack({ layers: [layer(0, 1, true)], base: { imageId: 'b', layers: 1, known: 'parent' } })
    expect(stackGroups(all).map(({ part }) => part)).toEqual(['base'])
    expect(stackGroups(stack({}))).toEqual([{ part: 'all', layerCount: 0, rows: [] }])
  })

  it('any sizes: heights over the floor stand to each other as the bytes, and stay in bounds', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat(10 ** 12), { nil: undefined }), { minLength: 1 }), (sizes) => {
        const layers = sizes.map((bytes, i) => layer(i, bytes))
        const height = heightOf(layers)
        const extra = layers.map((one) => height(one) - 28)
        expect(Math.min(...extra)).toBeGreaterThanOrEqual(0)
        expect(Math.max(...extra)).toBeLessThanOrEqual(112)
        expect(extra.reduce((all, one) => all + one, 0)).toBeLessThanOrEqual(360 + layers.length)
        const sum = Math.max(
          1,
          layers.reduce((all, { bytes = 0 }) => all + bytes, 0),
        )
        const scale = Math.min(112 / Math.max(1, ...layers.map(({ bytes = 0 }) => bytes)), 360 / sum)
        for (const [i, { bytes = 0 }] of layers.entries())
          expect(Math.abs((extra[i] ?? 0) - bytes * scale)).toBeLessThanOrEqual(0.5)
      }),
    )
  })

  it('keys go up and down the stack and stop at its ends', () => {
    expect(['ArrowUp', 'ArrowDown', 'Home', 'End', 'PageDown', 'x'].map((key) => moveTo(key, 1, 4))).toEqual([
      2,
      0,
      3,
      0,
      0,
      undefined,
    ])
    expect([
      moveTo('ArrowUp', 3, 4),
      moveTo('ArrowDown', undefined, 4),
      moveTo('ArrowUp', undefined, 4),
    ]).toEqual([3, 3, 0])
    expect(moveTo('Home', undefined, 0)).toBeUndefined()
  })

  it('names the holders of a layer', () => {
    const sharing = [
      { imageId: 'a', layers: 3 },
      { imageId: 'b', layers: 1 },
    ]
    expect([0, 1, 3].map((index) => sharersOf(sharing, index).map(({ imageId }) => imageId))).toEqual([
      ['a', 'b'],
      ['a'],
      [],
    ])
  })

  it('says why the layers are not the size of the image', () => {
    expect(sizeRemark({ image: 5, layers: 5 }, 'classic')).toBeUndefined()
    expect(sizeRemark({ image: 5 }, 'classic')).toEqual({ type: 'unknown' })
    expect(sizeRemark({ image: 9, layers: 5 }, 'classic')).toEqual({ type: 'differs' })
    expect(sizeRemark({ image: 9, layers: 5 }, 'containerd')).toEqual({ type: 'beside', rest: 4 })
    expect(sizeRemark({ image: 4, layers: 5 }, 'containerd')).toEqual({ type: 'differs' })
  })
})
