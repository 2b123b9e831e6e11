import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { HeightsCache } from '../../../main/sizes/heightsCache'
import { heightsOf } from '../../../main/sizes/heightsOf'
import { imageId } from '../../builders/imageRow'

const layers = (count: number) => Array.from({ length: count }, (_, i) => imageId(i + 1))
/** Oldest first here; engines list newest first. */
const history = (...steps: readonly (readonly [string, number])[]) =>
  steps.map(([createdBy, size]) => ({ createdBy, size, comment: '', tags: [] })).reverse()

describe('heights of layers', () => {
  it('are the sums of the steps below, where steps and layers pair up', () => {
    const told = history(
      ['ADD a # buildkit', 100],
      ['ENV A=1', 0],
      ['RUN b # buildkit', 0],
      ['COPY c # buildkit', 7],
    )
    const { heights, lasting } = heightsOf(told, { diffIds: layers(3), size: 107, store: 'classic' })
    expect(heights.map(({ least, most }) => [least, most])).toEqual([
      [100, 100],
      [100, 100],
      [107, 107],
    ])
    expect(lasting).toBe(true)
  })

  it('are exact where steps are not, when no bytes are between them', () => {
    const told = history(['ADD a # buildkit', 100], ['RUN x', 0], ['RUN y', 0], ['COPY c # buildkit', 7])
    const { heights } = heightsOf(told, { diffIds: layers(3), size: 107, store: 'classic' })
    expect(heights.every(({ least, most }) => least === most)).toBe(true)
  })

  it('say between what they are, where bytes are between', () => {
    const told = history(['ADD a # buildkit', 100], ['RUN x', 0], ['COPY c # buildkit', 7], ['RUN y', 0])
    const { heights } = heightsOf(told, { diffIds: layers(3), size: 107, store: 'classic' })
    expect(heights[1]).toMatchObject({ least: 100, most: 107 })
    expect(heights[2]).toMatchObject({ least: 107, most: 107 })
  })

  it('know the top only where the history does not add up to the image', () => {
    const { heights } = heightsOf(history(['x', 50]), { diffIds: layers(2), size: 200, store: 'classic' })
    expect(heights).toEqual([
      { least: 0, most: 200, likely: 100 },
      { least: 200, most: 200, likely: 200 },
    ])
  })

  it('last on the containerd store once every layer is unpacked', () => {
    const asked = { diffIds: layers(2), size: 9_999, store: 'containerd' as const }
    expect(heightsOf(history(['a # buildkit', 8_192], ['b # buildkit', 0]), asked).lasting).toBe(false)
    const { heights, lasting } = heightsOf(history(['a # buildkit', 8_192], ['b # buildkit', 4_096]), asked)
    expect([lasting, heights.map(({ least }) => least)]).toEqual([true, [8_192, 12_288]])
  })
})

describe('the cache of heights', () => {
  let folder = ''
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'strata-heights-'))
  })
  afterEach(async () => await rm(folder, { recursive: true, force: true }))
  const open = async () => {
    const cache = new HeightsCache(folder, 'engine classic')
    await cache.ready()
    return cache
  }
  const exact = (bytes: number) => ({ least: bytes, most: bytes, likely: bytes })

  it('keeps them over a restart, and narrows them down', async () => {
    const before = await open()
    before.set(['a', 'b'], [exact(1), { least: 1, most: 9, likely: 4 }])
    before.set(['b'], [{ least: 3, most: 12, likely: 12 }])
    before.setPassing('image', { size: 5, heights: [exact(0)] })
    await before.close()
    const after = await open()
    expect(after.get('a')).toEqual(exact(1))
    expect(after.get('b')).toEqual({ least: 3, most: 9, likely: 4 })
    expect(after.passing('image')).toEqual({ size: 5, heights: [exact(0)] })
    await after.close()
  })

  it('begins anew when it is damaged', async () => {
    const before = await open()
    before.set(['a'], [exact(1)])
    await before.close()
    const [name] = await readdir(folder)
    await writeFile(join(folder, name ?? ''), 'strata-cache 1 nonsense\n{}')
    const after = await open()
    expect(after.get('a')).toBeUndefined()
    await after.close()
  })
})
