import { describe, expect, it } from 'vitest'
import {
  barShare,
  moveLayer,
  splitInstruction,
  stackLines,
} from '../../../renderer/features/contents/files/layerRows.logic'
import { aMadeImage } from '../../builders/madeImage'

describe('the stack', () => {
  it('has the newest on top, and steps without a layer on the one that they came after', () => {
    const { view } = aMadeImage(
      [
        { instruction: 'ADD a /', entries: ['a=1'] },
        { instruction: 'RUN b', entries: ['b=2'] },
      ],
      {},
      ['CMD ["x"]'],
    )
    const early = {
      ...view,
      dockerfile: [view.dockerfile[2], ...view.dockerfile].flatMap((line) => line ?? []),
    }
    const keys = stackLines(early).map((line) =>
      line.type === 'layer' ? line.layer.position : line.line.instruction.keyword,
    )
    expect(keys).toEqual(['CMD', 1, 0, 'CMD'])
  })

  it('is empty for an image of settings only, but for its steps', () => {
    expect(stackLines(aMadeImage([], {}, ['ENV a=b']).view).map(({ type }) => type)).toEqual(['empty'])
  })
})

describe('keys', () => {
  it.each([
    ['ArrowUp', 1, 2],
    ['ArrowDown', 1, 0],
    ['ArrowDown', 0, 0],
    ['Home', 1, 4],
    ['End', 1, 0],
    ['PageUp', 1, 4],
    ['a', 1, undefined],
  ])('%s from %i leads to %s', (key, from, to) => {
    expect(moveLayer(key, from, 5)).toBe(to)
  })

  it('lead nowhere without layers', () => {
    expect(moveLayer('ArrowUp', 0, 0)).toBeUndefined()
  })
})

it('shows something of every layer that has bytes', () => {
  expect(barShare(0, 10)).toBe(0)
  expect(barShare(1, 1_000_000)).toBe(0.01)
  expect(barShare(5, 10)).toBe(0.5)
  expect(barShare(0, 0)).toBe(0)
})

it('parts an instruction from its keyword, on one line', () => {
  expect(splitInstruction('RUN a \\\n  && b', 'RUN')).toEqual({ keyword: 'RUN', rest: 'a \\ && b' })
  expect(splitInstruction('something else', 'RUN')).toEqual({ keyword: '', rest: 'something else' })
  expect(splitInstruction('', '')).toEqual({ keyword: '', rest: '' })
})
