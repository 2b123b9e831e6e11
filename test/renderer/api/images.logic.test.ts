import { describe, expect, it } from 'vitest'
import { applyChange, snapshotOf, touchedBy } from '../../../renderer/api/images.logic'
import { anImageRow, imageId } from '../../builders/imageRow'

const one = anImageRow({ id: imageId(1), tags: ['one:1'] })
const two = anImageRow({ id: imageId(2), tags: ['two:1'] })
const held = snapshotOf([one, two], 7, { type: 'live' })

describe('applyChange', () => {
  it('puts the next revision on top of what is held', () => {
    const renamed = { ...two, tags: ['two:2'] }
    const three = anImageRow({ id: imageId(3) })
    expect(
      applyChange(held, { type: 'delta', revision: 8, upserted: [renamed, three], removed: [one.id] }),
    ).toEqual({
      revision: 8,
      freshness: { type: 'live' },
      rows: [renamed, three],
      byId: new Map([
        [renamed.id, renamed],
        [three.id, three],
      ]),
    })
  })

  it('leaves out what it has already', () => {
    expect(applyChange(held, { type: 'delta', revision: 7, upserted: [], removed: [one.id] })).toBe(held)
  })

  it('asks for the whole list after a gap and after a reset', () => {
    expect(applyChange(held, { type: 'delta', revision: 9, upserted: [], removed: [] })).toBe('refetch')
    expect(applyChange(held, { type: 'reset', revision: 8 })).toBe('refetch')
  })

  it('keeps the rows of a list with the same image on two pages apart from each other', () => {
    expect(snapshotOf([one, two, one], 1, { type: 'live' }).rows).toEqual([one, two])
  })
})

describe('touchedBy', () => {
  it('names changed and removed images, and any image after a reset', () => {
    expect(touchedBy({ type: 'delta', revision: 8, upserted: [two], removed: [one.id] })).toEqual(
      new Set([two.id, one.id]),
    )
    expect(touchedBy({ type: 'reset', revision: 8 })).toBeUndefined()
  })
})
