import { appendFile, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { imageId } from '../../builders/imageRow'
import { FakeEngine } from '../../fakes/fakeEngine'
import { FakeSession } from '../../fakes/fakeSession'
import { a, b, indexes, rowsOf } from '../images/indexSupport'

const { start, folder } = indexes()

/** Fake engines begin their clock here. */
const then = Date.UTC(2026, 0, 1)
const now = then + 100 * 86_400_000

async function pastOf(index: ReturnType<typeof start>, id: string) {
  await index.live()
  return {
    row: (await rowsOf(index)).find((row) => row.id === id)?.ledger,
    view: index.ledger()?.view(id, false),
  }
}

describe('over a restart of Strata', () => {
  async function known(): Promise<{ readonly engine: FakeEngine }> {
    const engine = new FakeEngine()
    engine.add({ id: a }, 'app:1')
    const index = start(new FakeSession(engine), () => now)
    await index.live()
    await index.close()
    return { engine }
  }

  test('what happened meanwhile is taken in, and nothing was missed', async () => {
    const { engine } = await known()
    engine.add({ id: b }, 'other:1')
    engine.run({ id: 'c1', name: 'web', imageId: a, createdFrom: 'app:1' })
    engine.removeContainer('c1')
    const { row, view } = await pastOf(
      start(new FakeSession(engine), () => now),
      a,
    )
    expect(view?.lastUse).toMatchObject({ how: 'created', container: 'web' })
    expect(row?.lastUsed).toBe(view?.lastUse?.at)
    expect(view?.gaps).toEqual([])
  })

  test('an engine that forgot leaves a gap', async () => {
    const { engine } = await known()
    engine.forgetEvents()
    const { row, view } = await pastOf(
      start(new FakeSession(engine), () => now + 5),
      a,
    )
    expect(view?.gaps).toEqual([{ from: now, to: now + 5 }])
    expect(row?.unusedSince).toBe(now + 5)
  })

  test('a removed image is remembered with its digest', async () => {
    const engine = new FakeEngine()
    engine.add({ id: a })
    const digest = `app@sha256:${'d'.repeat(64)}`
    const session = new FakeSession(engine)
    const index = start(session, () => now)
    await index.live()
    engine.references.set(digest, a)
    engine.pull(a, 'app:1')
    await index.settled()
    engine.remove(a, true)
    await index.settled()
    expect(index.ledger()?.origin(a)).toMatchObject({ repoDigest: digest })
    await index.close()
    const later = start(new FakeSession(engine), () => now)
    await later.live()
    expect(later.ledger()?.origin(a)).toMatchObject({ repoDigest: digest })
  })
})

test('a damaged file is dropped: the past begins anew', async () => {
  const engine = new FakeEngine()
  engine.add({ id: a }, 'app:1')
  const index = start(new FakeSession(engine), () => now)
  expect((await pastOf(index, a)).row?.firstSeen).toBeLessThan(now)
  await index.close()
  await appendFile(await ledgerPath(), 'x')
  engine.forgetEvents()
  const { row } = await pastOf(
    start(new FakeSession(engine), () => now + 5),
    a,
  )
  expect(row).toEqual({ firstSeen: now + 5, unusedSince: now + 5 })
})

test('5,000 images are less than 2 MB on disk', async () => {
  const engine = new FakeEngine()
  for (let i = 0; i < 5_000; i += 1) engine.add({ id: imageId(i) }, `app:${i}`)
  const index = start(new FakeSession(engine), () => now)
  await index.live()
  await index.close()
  expect((await stat(await ledgerPath())).size).toBeLessThan(2_000_000)
})

async function ledgerPath(): Promise<string> {
  const name = (await readdir(folder())).find((each) => each.startsWith('ledger-'))
  if (name === undefined) throw new Error('no ledger was written')
  return join(folder(), name)
}
