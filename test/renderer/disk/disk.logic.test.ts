import { expect, it } from 'vitest'
import { sumOf } from '../../../renderer/features/disk/disk.logic'

it('rows add up', () => {
  const row = { kind: 'images', total: 1, active: 0, size: 5, reclaimable: 2 } as const
  expect(sumOf([row, { ...row, kind: 'volumes' }])).toEqual({ size: 10, reclaimable: 4 })
})
