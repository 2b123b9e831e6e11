import { describe, expect, it } from 'vitest'
import { rank, scoreOf } from '../../../renderer/features/palette/palette.logic'

describe('rank', () => {
  const names = ['team/redis-exporter:1', 'redis:7', 'alpine:3', 'my-predis:1']

  it('needs every word, and likes beginnings', () => {
    expect(rank(names, 'red', (name) => name, 10)).toEqual([
      'redis:7',
      'team/redis-exporter:1',
      'my-predis:1',
    ])
    expect(rank(names, 'redis exp', (name) => name, 10)).toEqual(['team/redis-exporter:1'])
    expect(scoreOf('xyz', 'redis')).toBeUndefined()
  })

  it('keeps the given order without a word, and stops at the limit', () => {
    expect(rank(names, ' ', (name) => name, 2)).toEqual(names.slice(0, 2))
  })
})
