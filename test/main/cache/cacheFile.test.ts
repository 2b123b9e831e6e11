import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { CacheFile } from '../../../main/cache/cacheFile'

// Many generated cases on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 })

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'strata-cache-'))
})
afterEach(async () => await rm(folder, { recursive: true, force: true }))
const path = () => join(folder, 'deep', 'x.cache')

test('reads what it wrote, and nothing else is left in the folder', async () => {
  const file = new CacheFile(path(), 1, 1_000)
  expect(await file.read()).toBeUndefined()
  expect(await file.write({ a: ['ü\n'] })).toBe(true)
  expect(await new CacheFile(path(), 1, 1_000).read()).toEqual({ a: ['ü\n'] })
  expect(await readdir(join(folder, 'deep'))).toEqual(['x.cache'])
})

test('writes at the same time end in the last one', async () => {
  const file = new CacheFile(path(), 1, 1_000)
  await Promise.all([1, 2, 3, 4].map(async (n) => await file.write(n)))
  expect(await file.read()).toBe(4)
})

test('another version is dropped', async () => {
  await new CacheFile(path(), 1, 1_000).write('old')
  expect(await new CacheFile(path(), 2, 1_000).read()).toBeUndefined()
  expect(await readdir(join(folder, 'deep'))).toEqual([])
})

test('what would be too big is not kept, and neither is what it would have replaced', async () => {
  const file = new CacheFile(path(), 1, 20)
  await file.write('small')
  expect(await file.write('x'.repeat(100))).toBe(false)
  expect(await file.read()).toBeUndefined()
})

test('a folder that can not be written costs the cache only', async () => {
  await writeFile(join(folder, 'deep'), 'a file where the folder should be')
  expect(await new CacheFile(path(), 1, 1_000).write('x')).toBe(false)
})

test('whatever is damaged reads as absent and is dropped', async () => {
  const file = new CacheFile(path(), 1, 10_000)
  await file.write({ images: [1, 2, 3] })
  const whole = await readFile(path())
  await fc.assert(
    fc.asyncProperty(
      fc.nat(whole.length - 1),
      fc.integer({ min: 1, max: 255 }),
      fc.boolean(),
      async (at, flip, shorten) => {
        const broken = shorten ? whole.subarray(0, at) : Buffer.from(whole)
        if (!shorten) broken[at] = (broken[at] ?? 0) ^ flip
        await writeFile(path(), broken)
        expect(await file.read()).toBeUndefined()
        expect(await readdir(join(folder, 'deep'))).toEqual([])
      },
    ),
    { numRuns: 60 },
  )
})
