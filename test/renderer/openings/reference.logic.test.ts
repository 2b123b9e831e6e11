import { describe, expect, it } from 'vitest'
import { readReference } from '../../../renderer/features/openings/reference.logic'

describe('the name of an image to look into', () => {
  it('is completed as docker does, and says so', () => {
    expect(readReference('redis')).toEqual({
      type: 'valid',
      familiar: 'redis:latest',
      canonical: 'docker.io/library/redis:latest',
      isDefaultTag: true,
    })
    expect(readReference(' docker pull ghcr.io/o/app:1')).toMatchObject({
      canonical: 'ghcr.io/o/app:1',
      isDefaultTag: false,
    })
  })
  it('is empty or wrong', () => {
    expect(readReference('  ')).toEqual({ type: 'empty' })
    expect(readReference('Not A Name').type).toBe('invalid')
  })
})
