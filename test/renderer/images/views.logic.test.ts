import { savedImageViewSchema } from '@shared/domain/imageView'
import { describe, expect, it } from 'vitest'
import { noFilters } from '../../../renderer/features/images/filters/filters.logic'
import { valuesOf, withValue } from '../../../renderer/features/images/filters/values.logic'
import {
  keptView,
  savedView,
  withoutView,
  withView,
} from '../../../renderer/features/images/views/views.logic'

const view = {
  text: 'team',
  filters: { ...noFilters, use: 'unused' as const, labels: ['a=b'], biggerThan: 5e8, olderThanDays: 30 },
  sort: { key: 'unique' as const, direction: 'descending' as const },
  grouping: 'base' as const,
}

describe('a saved view', () => {
  it('gives back what was set', () => {
    const saved = savedView('big and old', view, ['reference', 'unique'])
    expect(savedImageViewSchema.parse(saved)).toEqual(saved)
    expect(keptView(saved)).toEqual(view)
    expect(keptView(savedView('plain', { ...view, text: '', filters: noFilters }, []))).toMatchObject({
      text: '',
      filters: noFilters,
    })
  })

  it('of another version falls back to what is known', () => {
    const saved = savedView('x', view, [])
    const strange = { ...saved, sort: { key: 'mood', direction: 'ascending' as const } }
    expect(keptView(strange).sort).toEqual({ key: 'created', direction: 'descending' })
  })

  it('takes the place of the one of its name, or of its old one', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((name) => savedView(name, view, []))
    if (a === undefined || b === undefined || c === undefined) throw new Error('three views')
    expect(withView([a, b], c).map(({ name }) => name)).toEqual(['a', 'b', 'c'])
    expect(withView([a, b, c], { ...c, name: 'd' }, 'b').map(({ name }) => name)).toEqual(['a', 'd', 'c'])
    expect(withView([a, b, c], { ...b, name: 'a' }, 'b').map(({ name }) => name)).toEqual(['a', 'c'])
    expect(withoutView([a, b], 'a')).toEqual([b])
  })
})

describe('filters with numbers', () => {
  it.each([
    ['biggerThan', '500MB', { biggerThan: 5e8 }],
    ['biggerThan', '1.5 g', { biggerThan: 1.5e9 }],
    ['biggerThan', '12000', { biggerThan: 12_000 }],
    ['biggerThan', 'much', undefined],
    ['olderThan', '90', { olderThanDays: 90 }],
    ['olderThan', '0', undefined],
    ['unusedFor', '30d', { unusedForDays: 30 }],
    ['olderThan', '', { olderThanDays: undefined }],
  ] as const)('%s %s', (field, typed, expected) => {
    expect(withValue(noFilters, { field, value: '' }, typed)).toEqual(expected)
  })

  it('are shown as they would be typed', () => {
    const shown = valuesOf({ ...noFilters, biggerThan: 5e8, olderThanDays: 30 })
    expect(shown).toEqual([
      { field: 'olderThan', value: '30' },
      { field: 'biggerThan', value: '500MB' },
    ])
    for (const value of shown) expect(withValue(noFilters, value, value.value)).toBeDefined()
  })
})
