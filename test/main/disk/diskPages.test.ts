import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DiskPageAnswer } from '@shared/domain/diskPage'
import { type PackedPage, unpackPage } from '@shared/domain/diskPageText'
import { afterEach, describe, expect, it } from 'vitest'
import { createDisk, type DiskPages } from '../../../main/disk'
import type { SizeBook } from '../../../main/sizes/sizeView'
import { viewOf } from '../../../main/sizes/view'
import type { KnownImage } from '../../../main/sizes/viewFacts'
import { anImageRow, imageId } from '../../builders/imageRow'
import { eventually } from '../../engine/support/eventually'
import { FakeEngine } from '../../fakes/fakeEngine'
import { FakeSession } from '../../fakes/fakeSession'

const folders: string[] = []
const open: DiskPages[] = []

afterEach(async () => {
  for (const disk of open.splice(0)) await disk.close()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'strata-disk-'))
  folders.push(folder)
  return folder
}

/** A book whose images tests change by hand. */
function aBook() {
  const listeners = new Set<() => void>()
  const known: KnownImage[] = [{ id: imageId(1), size: 100, halfWay: false, keys: ['base'] }]
  const book: SizeBook = {
    view: async () =>
      viewOf({
        store: 'classic',
        images: known,
        containers: [],
        heightOf: () => undefined,
        differs: false,
      }),
    known: () => undefined,
    learn: () => {},
    first: () => {},
    tellUsage: () => {},
    compare: () => {},
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  return { book, known, tell: () => listeners.forEach((listener) => listener()) }
}

function aDisk(
  more: { readonly folder?: string; readonly session?: FakeSession; readonly now?: () => number } = {},
) {
  const engine = new FakeEngine()
  engine.usage = { ...engine.usage, layersSize: 100 }
  const session = more.session ?? new FakeSession(engine)
  const { book, known, tell } = aBook()
  const rows = [anImageRow({ size: 100, tags: ['app:1'] })]
  const disk = createDisk({
    session,
    images: { rows: async () => rows, onChange: () => () => {} },
    book,
    cacheFolder: more.folder ?? newFolder(),
    gather: 1,
    ...(more.now && { now: more.now }),
  })
  open.push(disk)
  return { disk, engine, session, rows, known, tell }
}

const pageOf = ({ text = '' }: DiskPageAnswer) => {
  const packed: unknown = JSON.parse(text)
  return unpackPage(packed as PackedPage)
}

describe('the disk page', () => {
  it('is there before the engine has added up its own total, and once more when it has', async () => {
    const { disk, engine } = aDisk({ now: () => 5 })
    let release: (() => void) | undefined
    engine.before = async (request) => {
      if (request === 'diskUsageOfImages') await new Promise<void>((resolve) => (release = resolve))
    }
    const early = await disk.page()
    await eventually(() => expect(release).toBeDefined())
    expect(early).toMatchObject({ at: 5, freshness: { type: 'live' }, asking: true, parts: 1 })
    expect(pageOf(early).sums.engine).toBeUndefined()
    release?.()
    const whole = await eventually(async () => {
      const answer = await disk.page({ has: early.revision })
      expect(answer).toMatchObject({ asking: false, text: expect.any(String) })
      return answer
    })
    expect(pageOf(whole).sums).toMatchObject({ stored: { files: 100 }, engine: 100, outside: 0 })
    expect(engine.requests).toEqual(['diskUsageBesideImages', 'diskUsageOfImages'])
  })

  it('asks nothing again until something happened, and says when nothing is new', async () => {
    const { disk, engine } = aDisk()
    const first = await disk.page()
    await disk.refresh()
    engine.requests.length = 0
    const { revision } = await disk.page()
    expect(await disk.page({ has: revision })).toMatchObject({ revision, parts: 1 })
    expect((await disk.page({ has: revision })).text).toBeUndefined()
    expect(first.revision).toBeLessThanOrEqual(revision)
    expect(engine.requests).toEqual([])
  })

  it('an event makes it ask again when someone looks, and only then', async () => {
    let time = 0
    const { disk, engine } = aDisk({ now: () => time })
    await disk.refresh()
    engine.requests.length = 0
    let told = 0
    disk.onChange(() => (told += 1))
    engine.emit({ type: 'builder', action: 'prune', time: 1 })
    await eventually(() => expect(told).toBeGreaterThan(0))
    expect(engine.requests).toEqual([])
    time = 1_000_000
    await disk.page()
    await eventually(() => expect(engine.requests).toEqual(['diskUsageBesideImages', 'diskUsageOfImages']))
  })

  it('while the engine has its rest after a long answer, the page does not say that it is asked', async () => {
    let time = 0
    const { disk, engine } = aDisk({ now: () => time })
    engine.before = () => {
      time += 500
    }
    await disk.refresh()
    engine.requests.length = 0
    engine.emit({ type: 'builder', action: 'prune', time: 1 })
    expect(await disk.page()).toMatchObject({ freshness: { type: 'live' }, asking: false })
    await disk.refresh()
    expect(engine.requests).toEqual(['diskUsageBesideImages', 'diskUsageOfImages'])
  })

  it('layers that were read change the sums without a request', async () => {
    const { disk, engine, rows, known, tell } = aDisk()
    await disk.refresh()
    engine.requests.length = 0
    rows.push(anImageRow({ id: imageId(2), size: 100, tags: ['twin:1'] }))
    known.push({ id: imageId(2), size: 100, halfWay: false, keys: ['base'] })
    await disk.refresh()
    const { revision } = await disk.page()
    engine.requests.length = 0
    known.splice(1, 1, { id: imageId(2), size: 100, halfWay: false })
    tell()
    await eventually(async () => expect((await disk.page()).revision).toBeGreaterThan(revision))
    expect(pageOf(await disk.page()).sums.unread).toBe(1)
    expect(engine.requests).toEqual([])
  })

  it('is painted from the disk after a restart, and says how old it is', async () => {
    const folder = newFolder()
    const before = aDisk({ folder, now: () => 7 })
    await before.disk.refresh()
    await before.disk.close()
    const after = aDisk({ folder, now: () => 9 })
    after.engine.before = async () => await new Promise(() => {})
    const cached = await after.disk.page()
    expect(cached).toMatchObject({ at: 7, freshness: { type: 'cached', at: 7 }, asking: true })
    expect(pageOf(cached).images.map(({ name }) => name)).toEqual(['app:1'])
  })

  it('is known before anyone looks, without a request; and asking for it at the same time does not miss it', async () => {
    const folder = newFolder()
    const before = aDisk({ folder, now: () => 7 })
    expect(await before.disk.known()).toEqual({})
    await before.disk.refresh()
    await before.disk.close()
    const { disk, engine } = aDisk({ folder, now: () => 9 })
    const [known, page] = await Promise.all([disk.known(), disk.page()])
    expect(known.answer).toMatchObject({ at: 7, freshness: { type: 'cached', at: 7 }, asking: false })
    expect(pageOf(page)).toEqual(pageOf(known.answer ?? page))
    expect(engine.requests).toEqual([])
  })

  it('stays when the engine is lost, and is of another engine never', async () => {
    const { disk, session } = aDisk()
    await disk.refresh()
    session.lose()
    expect(await disk.page()).toMatchObject({ freshness: { type: 'cached' } })
    session.turnTo('other')
    await expect(disk.page()).rejects.toThrow()
  })

  it('a long page comes in parts of one revision', async () => {
    const { disk, rows } = aDisk()
    for (let n = 2; n < 9_000; n += 1) {
      rows.push(anImageRow({ id: imageId(n), size: n, tags: [`registry.example.com/long/name:${n}`] }))
    }
    await disk.refresh()
    const { revision, parts, text = '' } = await disk.page()
    expect(parts).toBeGreaterThan(1)
    const rest = Array.from({ length: parts - 1 }, (_, i) => disk.part({ revision, part: i + 1 }).text)
    for (const part of [text, ...rest]) expect(part.length).toBeLessThanOrEqual(900_000)
    const packed: unknown = JSON.parse(text + rest.join(''))
    expect(unpackPage(packed as PackedPage).images).toHaveLength(rows.length)
    expect(disk.part({ revision: revision - 1, part: 1 })).toEqual({ text: '' })
  })
})
