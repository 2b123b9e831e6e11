import { describe, expect, it, test } from 'vitest'
import { readUsageOfImages, readWholeDiskUsage } from '../../../../main/engine/records/diskUsage'
import { codeOf } from '../failures'
import { golden, goldenVersions } from '../golden'

test.each(goldenVersions)('%s: the half that tells of images', (version) => {
  const usage = readUsageOfImages(golden(version, 'df'))
  expect(usage.layersSize).toBeGreaterThan(1_000_000)
  expect(usage.images).toHaveLength(5)
  expect(usage.images.every(({ sharedSize }) => sharedSize !== undefined)).toBe(true)
})

describe.each(goldenVersions)('the disk usage that %s told', (version) => {
  const usage = readWholeDiskUsage(golden(version, 'df-build-cache'))
  const steps = usage.buildCache.filter(({ type }) => type === 'regular')

  it('keeps the parents of each record, whatever the engine calls them', () => {
    const ids = new Set(usage.buildCache.map(({ id }) => id))
    expect(usage.buildCache.every(({ parents }) => parents.every((parent) => ids.has(parent)))).toBe(true)
    expect(steps.filter(({ parents }) => parents.length === 1).length).toBeGreaterThan(12)
    expect(steps.filter(({ parents }) => parents.length === 0).length).toBeGreaterThanOrEqual(3)
  })

  it('tells each record with its times, use and kind', () => {
    const record = steps.find(({ description }) => description.endsWith('count=21'))
    expect(record).toMatchObject({ type: 'regular', inUse: false, shared: true, usageCount: 1 })
    expect(record?.createdAt).toBeGreaterThan(Date.parse('2026-11-21'))
    expect(record?.lastUsedAt).toBeGreaterThanOrEqual(record?.createdAt ?? 0)
    expect(steps.find(({ description }) => description.endsWith('count=22'))?.shared).toBe(false)
    expect(usage.buildCache.map(({ type }) => type)).toContain('exec.cachemount')
    expect(usage.buildCache.map(({ type }) => type)).toContain('source.local')
  })

  it('tells containers with their own bytes and those of the layers below', () => {
    const done = usage.containers.find(({ name }) => name === 'done')
    const made = usage.containers.find(({ name }) => name === 'made')
    const image = usage.images.find(({ id }) => id === done?.imageId)
    expect(image?.tags).toEqual(['lab/b:1'])
    expect(done).toMatchObject({ state: 'exited', running: false })
    expect(made).toMatchObject({ state: 'created', running: false, layersSize: done?.layersSize })
    expect(done?.writableSize).toBeGreaterThanOrEqual(106_496)
    expect(made?.writableSize).toBe(version === '28.5-containerd' ? 4_096 : 0)
    expect(done?.layersSize).toBeGreaterThan(2_500_000)
  })

  it('tells volumes by name, and which were made without one', () => {
    const named = usage.volumes.find(({ name }) => name === 'named')
    expect(named).toEqual({ name: 'named', driver: 'local', size: 0, references: 1 })
    const [anonymous] = usage.volumes.filter(({ name }) => name !== 'named')
    expect(anonymous?.anonymous).toBe(version === '20.10' ? undefined : true)
  })
})

describe('what an engine may leave out', () => {
  it('reads as absent, never as a lie', () => {
    const usage = readWholeDiskUsage({
      LayersSize: 0,
      Images: null,
      Containers: [{ Id: 'c', Names: ['/c'], SizeRw: null }, { Names: ['/no-id'] }],
      Volumes: [{ Name: 'v', Driver: 'nfs', UsageData: { Size: -1, RefCount: -1 } }],
      BuildCache: [{ ID: 'r', Parent: '' }, { ID: 's', Parents: ['r', 't'], LastUsedAt: null }, {}],
    })
    expect(usage.containers).toEqual([
      { id: 'c', name: 'c', imageId: '', state: '', running: false, writableSize: 0 },
    ])
    expect(usage.volumes).toEqual([{ name: 'v', driver: 'nfs', references: -1 }])
    expect(usage.buildCache.map(({ id, parents }) => [id, parents])).toEqual([
      ['r', []],
      ['s', ['r', 't']],
    ])
    expect(usage.buildCache[1]?.lastUsedAt).toBeUndefined()
  })

  it('is refused where it is no disk usage at all', () => {
    expect(codeOf(() => readUsageOfImages({ LayersSize: -1 }))).toBe('ENGINE_ANSWER_UNKNOWN')
    expect(readUsageOfImages({ LayersSize: 0, Images: null })).toEqual({ layersSize: 0, images: [] })
  })
})
