import { unpackRows } from '@shared/domain/imageRows'
import { describe, expect, test, vi } from 'vitest'
import type { ImageIndex } from '../../../main/images/imageIndex'
import { imageId } from '../../builders/imageRow'
import { FakeEngine } from '../../fakes/fakeEngine'
import { FakeSession } from '../../fakes/fakeSession'
import { a, b, failure, indexes } from './indexSupport'

// Many generated cases on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 })

const { start } = indexes()

describe('the list', () => {
  test('is made by one list of images and one of containers', async () => {
    const engine = new FakeEngine()
    engine.add({ id: a }, 'app:2', 'app:1', `app@sha256:${'d'.repeat(64)}`)
    engine.add({ id: b, parentId: a, size: 7 })
    engine.run({ id: 'c2', name: 'sleeper', imageId: a })
    engine.run({ id: 'c1', name: 'web', imageId: a, running: true })
    const index = start(new FakeSession(engine))
    const page = await index.page({}, 0)
    expect(page).toMatchObject({ freshness: { type: 'live' }, total: 2 })
    const rows = unpackRows(JSON.parse(page.rows)).map((row) => ({ ...row, ledger: undefined }))
    expect(rows).toEqual([
      {
        id: b,
        tags: [],
        digests: [],
        created: Date.UTC(2026, 0, 1) + 2_000,
        size: 7,
        naming: 'dangling',
        running: 0,
        stopped: 0,
        usedBy: [],
        parentId: a,
      },
      {
        id: a,
        tags: ['app:1', 'app:2'],
        digests: [`app@sha256:${'d'.repeat(64)}`],
        created: Date.UTC(2026, 0, 1) + 1_000,
        size: 1_000,
        naming: 'tagged',
        running: 1,
        stopped: 1,
        usedBy: ['web', 'sleeper'],
      },
    ])
    // When the stopped one ended is asked for once ever.
    expect(engine.requests.sort()).toEqual(['container c2', 'containers', 'list'])
  })

  test('knows labels that the rows do not carry', async () => {
    const engine = new FakeEngine()
    engine.add({ id: a, labels: new Map([['__proto__', 'x'.repeat(5_000)]]) }, 'app:1')
    engine.add({ id: b }, 'app:2')
    const index = start(new FakeSession(engine))
    const page = await index.page({ labels: ['__proto__'] }, 0)
    expect(page.total).toBe(1)
    expect(page.rows).not.toContain('xxx')
    expect(await failure(index.page({ before: 'nothing' }, 0))).toBe('IMAGE_NOT_FOUND')
  })

  test('of 5,000 images is built and packed, in messages of less than 1 MB', async () => {
    const engine = new FakeEngine()
    for (let n = 0; n < 5_000; n += 1)
      engine.add({ id: imageId(n) }, `perf/repository-${n}:tag-${n}`, `perf/other-${n}:1`)
    const index = start(new FakeSession(engine))
    await index.settled()
    await index.page({}, 0)
    let cursor: number | undefined = 0
    let count = 0
    while (cursor !== undefined) {
      const page: Awaited<ReturnType<ImageIndex['page']>> = await index.page({}, cursor)
      expect(JSON.stringify(page).length).toBeLessThan(1_200_000)
      expect(page.rows.length).toBeLessThan(1_000_000)
      count += unpackRows(JSON.parse(page.rows)).length
      cursor = page.next
    }
    expect(count).toBe(5_000)
  }, 30_000)
})
