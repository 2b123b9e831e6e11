import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { engineKey } from '../../../main/cache/engineKey'
import { ImageFactsCache } from '../../../main/cache/imageFacts'
import { cutLabels, ImageListCache } from '../../../main/cache/imageListCache'
import { imageId } from '../../builders/imageRow'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'strata-cache-'))
})
afterEach(async () => await rm(folder, { recursive: true, force: true }))
const key = engineKey({ id: '../../EVIL:ID', store: 'classic' })

test('facts survive a restart; a layer that many images share stands on disk once', async () => {
  const facts = new ImageFactsCache(folder, key)
  const shared = imageId(0xbead)
  for (let n = 0; n < 50; n += 1)
    facts.set(imageId(n), { diffIds: [shared, imageId(1_000 + n)], platform: 'linux/arm64/v8' })
  await facts.close()
  const [name = ''] = await readdir(folder)
  expect(name).toMatch(/^facts-[0-9a-f]{32}\.cache$/)
  expect((await readFile(join(folder, name), 'utf8')).split(shared).length - 1).toBe(1)

  const again = new ImageFactsCache(folder, key)
  await again.ready()
  expect(again.get(imageId(7))).toEqual({ diffIds: [shared, imageId(1_007)], platform: 'linux/arm64/v8' })
  const other = new ImageFactsCache(folder, engineKey({ id: '../../EVIL:ID', store: 'containerd' }))
  await other.ready()
  expect(other.get(imageId(7))).toBeUndefined()
})

test('a list comes back as it was; one with the wrong shape does not', async () => {
  const cache = new ImageListCache(folder, key)
  const list = {
    at: 5,
    images: [
      {
        id: imageId(1),
        tags: ['a:1'],
        digests: [],
        size: 3,
        created: 4,
        was: { tag: 'x:1', until: 2, movedTo: imageId(2) },
        labels: cutLabels(
          new Map([
            ['__proto__', 'p'],
            ['big', 'x'.repeat(1_000_000)],
          ]),
        ),
      },
    ],
    containers: [
      { id: 'c', name: 'n', state: 'exited', running: false, createdFrom: 'a:1', imageId: imageId(1) },
    ],
  }
  await cache.write(list)
  const read = await cache.read()
  expect(read).toEqual(list)
  expect(read?.images[0]?.labels).toEqual([
    ['__proto__', 'p'],
    ['big', 'x'.repeat(256)],
  ])
  await cache.write(JSON.parse('{"at":"never","images":[],"containers":[]}'))
  expect(await cache.read()).toBeUndefined()
})

test('labels are cut in number and in length', () => {
  const many = new Map(Array.from({ length: 200_000 }, (_, n) => [`label-${n}`, 'v']))
  expect(cutLabels(many)).toHaveLength(200)
  expect(cutLabels(new Map([['n'.repeat(300), 'v']]))).toEqual([])
})
