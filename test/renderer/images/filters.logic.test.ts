import { describe, expect, it } from 'vitest'
import {
  countFilters,
  filterRows,
  isFiltered,
  noFilters,
} from '../../../renderer/features/images/filters/filters.logic'
import { anImageRow, imageId } from '../../builders/imageRow'

const day = 86_400_000
const redis = anImageRow({ id: imageId(1), tags: ['redis:7'], created: 3 * day, running: 1 })
const app = anImageRow({ id: imageId(2), tags: ['team/app:1'], created: 2 * day })
const lost = anImageRow({ id: imageId(3), tags: [], naming: 'dangling', created: day, stopped: 1 })
const step = anImageRow({ id: imageId(4), tags: [], naming: 'intermediate', created: day })
const pinned = anImageRow({
  id: imageId(5),
  tags: [],
  digests: [`redis@sha256:${'a'.repeat(64)}`],
  naming: 'digestOnly',
  created: 0,
})
const rows = [redis, app, lost, step, pinned]

const shown = (text: string, filters: Partial<typeof noFilters>, labelled?: ReadonlySet<string>) =>
  filterRows(rows, text, { ...noFilters, ...filters }, { labelled, now: 100 * 86_400_000 })

describe('filterRows', () => {
  it('searches names and ids', () => {
    expect(shown('RED', {}).rows).toEqual([redis, pinned])
    expect(shown('00000002', {}).rows).toEqual([app])
  })

  it('combines the quick filters', () => {
    expect(shown('', { use: 'inUse' }).rows).toEqual([redis, lost])
    expect(shown('', { use: 'inUse', naming: 'dangling' }).rows).toEqual([lost])
  })

  it('knows before and since', () => {
    expect(shown('', { before: 'team/app:1' }).rows).toEqual([lost, step, pinned])
    expect(shown('', { since: 'team/app:1' }).rows).toEqual([redis])
  })

  it('lets through only what main found for the labels', () => {
    expect(shown('', { labels: ['a=b'] }, new Set([app.id])).rows).toEqual([app])
  })

  it('says why a filter does not work, and goes on with the others', () => {
    const result = shown('redis', { before: 'nothing:here' })
    expect(result.error).toMatchObject({ code: 'IMAGE_NOT_FOUND' })
    expect(result.rows).toEqual([redis, pinned])
  })
})

describe('countFilters', () => {
  it('counts each image as its filter would show it', () => {
    expect(countFilters(rows)).toEqual({ inUse: 2, unused: 2, dangling: 1, digestOnly: 1, intermediate: 1 })
  })
})

describe('isFiltered', () => {
  it('is true for any filter or word', () => {
    expect(isFiltered(' ', noFilters)).toBe(false)
    expect(isFiltered('x', noFilters)).toBe(true)
    expect(isFiltered('', { ...noFilters, labels: ['a'] })).toBe(true)
    expect(isFiltered('', { ...noFilters, since: 'a' })).toBe(true)
  })
})
