import { describe, expect, it } from 'vitest'
import { fitColumns, tracksOf } from '../../../../renderer/components/grid/columns.logic'

const columns = [
  { key: 'name', width: 200, grow: true },
  { key: 'size', width: 80, keep: 2 },
  { key: 'use', width: 100, keep: 1 },
] as const

describe('fitColumns', () => {
  it('lets the least important go first, and the one without a number never', () => {
    expect(fitColumns(columns, 400).map((c) => c.key)).toEqual(['name', 'size', 'use'])
    expect(fitColumns(columns, 300).map((c) => c.key)).toEqual(['name', 'size'])
    expect(fitColumns(columns, 50).map((c) => c.key)).toEqual(['name'])
  })

  it('shows all before the width is known', () => {
    expect(fitColumns(columns, 0)).toBe(columns)
  })

  it('gives what is left to the one that grows', () => {
    expect(tracksOf(columns)).toBe('minmax(200px, 1fr) 80px 100px')
  })
})
