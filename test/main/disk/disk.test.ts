import { type DiskTableFacts, diskTable, formatDiskSize, formatReclaimable } from '@shared/domain/disk'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const nothing: DiskTableFacts = { layersSize: 0, images: [], containers: [], volumes: [], buildCache: [] }

const rowOf = (facts: Partial<DiskTableFacts>, kind: string) =>
  diskTable({ ...nothing, ...facts }, 0).rows.find((row) => row.kind === kind)

const image = (id: string, size: number, more = {}) => ({ id, tags: [], repoDigests: [], size, ...more })

describe('the table', () => {
  it('has four rows, without percent where there is nothing', () => {
    expect(diskTable(nothing, 7)).toEqual({
      rows: ['images', 'containers', 'volumes', 'buildCache'].map((kind) => ({
        kind,
        total: 0,
        active: 0,
        size: 0,
        reclaimable: 0,
      })),
      layersSize: 0,
      images: [],
      at: 7,
    })
  })

  it('subtracts what is used alone by images in use; the percent is cut off, as in the tutorial', () => {
    const facts = {
      layersSize: 984_200_000,
      images: [
        image('a', 400_000_000, { sharedSize: 96_300_000, containers: 1 }),
        image('b', 1, { containers: 0 }),
      ],
    }
    expect(rowOf(facts, 'images')).toEqual({
      kind: 'images',
      total: 2,
      active: 1,
      size: 984_200_000,
      reclaimable: 680_500_000,
      percent: 69,
    })
  })

  it('counts an image of which the containers are unknown as used and not as active', () => {
    const facts = {
      layersSize: 100,
      images: [image('a', 30, { sharedSize: 10 }), image('b', 50, { containers: 2 })],
    }
    expect(rowOf(facts, 'images')).toMatchObject({ active: 1, reclaimable: 80, percent: 80 })
  })

  it('counts containers that run, are paused or restart as active', () => {
    const containers = ['running', 'paused', 'restarting', 'exited', 'created', 'dead'].map((state, at) => ({
      state,
      writableSize: 10 ** at,
    }))
    expect(rowOf({ containers }, 'containers')).toMatchObject({
      total: 6,
      active: 3,
      size: 111_111,
      reclaimable: 111_000,
      percent: 99,
    })
  })

  it('leaves out volumes of unknown size, and cache that images share', () => {
    const volumes = [{ size: 5, references: 0 }, { references: 0 }, { size: 7, references: 2 }]
    expect(rowOf({ volumes }, 'volumes')).toMatchObject({
      total: 3,
      active: 1,
      size: 12,
      reclaimable: 5,
      percent: 41,
    })
    const buildCache = [
      { size: 100, inUse: false, shared: false },
      { size: 20, inUse: true, shared: false },
      { size: 3, inUse: true, shared: true },
    ]
    expect(rowOf({ buildCache }, 'buildCache')).toEqual({
      kind: 'buildCache',
      total: 3,
      active: 2,
      size: 120,
      reclaimable: 100,
    })
  })

  it('never has a percent beyond 0 to 100 where sizes are true', () => {
    const sized = fc.record({ state: fc.constantFrom('running', 'exited'), writableSize: fc.nat() })
    fc.assert(
      fc.property(fc.array(sized), (containers) => {
        const percent = rowOf({ containers }, 'containers')?.percent ?? 0
        expect(percent).toBeGreaterThanOrEqual(0)
        expect(percent).toBeLessThanOrEqual(100)
      }),
    )
  })
})

describe('sizes', () => {
  // go-units, HumanSize: %.4g of what is left after dividing by 1000.
  it.each([
    [0, '0B'],
    [999, '999B'],
    [1_000, '1kB'],
    [1_024, '1.024kB'],
    [9_976_576, '9.977MB'],
    [123_250, '123.2kB'],
    [123_750, '123.8kB'],
    [12_125, '12.12kB'],
    [999_949, '999.9kB'],
    [999_960, '1000kB'],
    [17_473_082, '17.47MB'],
    [1_240_000_000_000, '1.24TB'],
  ])('%i is %s', (bytes, text) => expect(formatDiskSize(bytes)).toBe(text))

  it('come with the percent', () => {
    const row = { kind: 'images' as const, total: 1, active: 0, size: 10, reclaimable: 6_976_576 }
    expect(formatReclaimable({ ...row, percent: 69 })).toBe('6.977MB (69%)')
    expect(formatReclaimable(row)).toBe('6.977MB')
  })
})
