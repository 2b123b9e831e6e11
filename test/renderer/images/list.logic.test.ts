import { describe, expect, it } from 'vitest'
import { noFilters } from '../../../renderer/features/images/filters/filters.logic'
import { removeValue, withValue } from '../../../renderer/features/images/filters/values.logic'
import { chosenColumns, withColumn } from '../../../renderer/features/images/list/columnChoice.logic'
import { newestFirst, nextSort, sortRows } from '../../../renderer/features/images/list/sort.logic'
import { statusOf } from '../../../renderer/features/images/list/status.logic'
import { sumOfSizes } from '../../../renderer/features/images/list/totals.logic'
import { anImageRow, imageId } from '../../builders/imageRow'

describe('statusOf', () => {
  it('says what happens first, then who uses it, then what it is', () => {
    const dangling = anImageRow({ tags: [], naming: 'dangling' })
    expect(statusOf(dangling, true)).toBe('going')
    expect(statusOf({ ...dangling, stopped: 1 }, false)).toBe('stopped')
    expect(statusOf({ ...dangling, stopped: 1, running: 1 }, false)).toBe('running')
    expect(statusOf(dangling, false)).toBe('dangling')
    expect(statusOf(anImageRow({ naming: 'intermediate' }), false)).toBe('intermediate')
    expect(statusOf(anImageRow({ naming: 'digestOnly' }), false)).toBe('unused')
  })
})

describe('sorting', () => {
  const old = anImageRow({ id: imageId(1), created: 1, size: 5 })
  const used = anImageRow({ id: imageId(2), created: 2, size: 3, running: 1 })
  const lost = anImageRow({ id: imageId(3), created: 3, size: 4, tags: [], naming: 'dangling' })
  const fresh = anImageRow({ id: imageId(4), created: 4, size: 1 })

  it('puts the newest first at the beginning', () => {
    expect(sortRows([old, used, lost, fresh], newestFirst)).toEqual([fresh, lost, used, old])
  })

  it('sorts by status, equal ones newest first', () => {
    expect(sortRows([old, lost, used, fresh], { key: 'status', direction: 'ascending' })).toEqual([
      used,
      fresh,
      old,
      lost,
    ])
  })

  it('turns the same column around and begins a new one where it is looked for', () => {
    expect(nextSort(newestFirst, 'created').direction).toBe('ascending')
    expect(nextSort(newestFirst, 'size')).toEqual({ key: 'size', direction: 'descending' })
    expect(nextSort(newestFirst, 'reference')).toEqual({ key: 'reference', direction: 'ascending' })
  })

  it('adds sizes up', () => {
    expect(sumOfSizes([old, used])).toBe(8)
  })
})

describe('columns', () => {
  it('always has the reference, drops what it does not know, keeps its order', () => {
    expect(chosenColumns(undefined)).toEqual(['reference', 'created', 'unique', 'size', 'use', 'status'])
    expect(chosenColumns(['size', 'evil', 'id'])).toEqual(['reference', 'size', 'id'])
    expect(withColumn(['reference', 'size'], 'created', true)).toEqual(['reference', 'created', 'size'])
    expect(withColumn(['reference', 'size'], 'size', false)).toEqual(['reference'])
  })
})

describe('filters with a value', () => {
  it('put a new value in the place of the old one', () => {
    const filters = { ...noFilters, labels: ['a', 'b'] }
    expect(withValue(filters, { field: 'label', value: 'a' }, ' c ')).toEqual({ labels: ['b', 'c'] })
    expect(withValue(filters, { field: 'label', value: 'a' }, '')).toEqual({ labels: ['b'] })
    expect(withValue(filters, { field: 'since', value: '' }, 'x:1')).toEqual({ since: 'x:1' })
    expect(withValue(filters, { field: 'since', value: 'x:1' }, ' ')).toEqual({ since: undefined })
  })

  it('go one by one', () => {
    const filters = { ...noFilters, labels: ['a', 'b'], before: 'x' }
    expect(removeValue(filters, { field: 'label', value: 'a' })).toEqual({ labels: ['b'] })
    expect(removeValue(filters, { field: 'before', value: 'x' })).toEqual({ before: undefined })
  })
})
