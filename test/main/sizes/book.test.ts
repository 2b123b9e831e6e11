import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AppFailure, appError } from '@shared/errors'
import { sum } from '@shared/sum'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { pageSegments } from '../../../main/disk/pageSegments'
import { createImages, type Images } from '../../../main/images'
import { JobRegistry } from '../../../main/jobs/jobRegistry'
import { imageId } from '../../builders/imageRow'
import { eventually } from '../../engine/support/eventually'
import { FakeEngine } from '../../fakes/fakeEngine'
import { FakeSession } from '../../fakes/fakeSession'

const [base, app, web, lone] = [0xa, 0xb, 0xc, 0xd].map(imageId)
const [one, two, three, four] = [1, 2, 3, 4].map(imageId)
const step = (createdBy: string, size: number) => ({ createdBy, size, comment: '', tags: [] })

let folder = ''
let engine = new FakeEngine()
let session = new FakeSession()
let images: Images

function open(): Images {
  return createImages({ session, jobs: new JobRegistry(), cacheFolder: folder, undoSeconds: () => 0 })
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'strata-book-'))
  engine = new FakeEngine()
  const ground = step('ADD a # buildkit', 100)
  engine.add({ id: base ?? '', size: 100, diffIds: [one ?? ''], history: [ground] }, 'base:1')
  engine.add(
    {
      id: app ?? '',
      size: 107,
      diffIds: [one ?? '', two ?? ''],
      history: [step('RUN b # buildkit', 7), ground],
    },
    'app:1',
  )
  engine.add(
    {
      id: web ?? '',
      size: 111,
      diffIds: [one ?? '', three ?? ''],
      history: [step('RUN c # buildkit', 11), ground],
    },
    'web:1',
  )
  engine.add(
    { id: lone ?? '', size: 5, diffIds: [four ?? ''], history: [step('ADD d # buildkit', 5)] },
    'lone:1',
  )
  session = new FakeSession(engine)
  images = open()
})
afterEach(async () => {
  await images.close()
  await rm(folder, { recursive: true, force: true })
})

const asked = (kind: string) => engine.requests.filter((request) => request.startsWith(kind))

describe('the book of sizes', () => {
  it('reads a history for each stack that no other one covers, and none of a single layer', async () => {
    const view = await images.sizes.view()
    expect(view.unread).toBe(0)
    expect(asked('inspect').length).toBe(4)
    // Of `app` and `web` one tells the base as well; what the other has above it, its size tells.
    expect(asked('history').length).toBe(1)
    expect(view.unique(app ?? '')?.files).toBe(7)
    expect(view.unique(web ?? '')?.files).toBe(11)
    expect(view.stored([base, app, web, lone].map((id) => id ?? '')).files).toBe(123)
  })

  it('asks nothing again after a restart, and only for what is new', async () => {
    await images.sizes.view()
    await images.close()
    engine.requests.length = 0
    images = open()
    expect((await images.sizes.view()).unread).toBe(0)
    expect([...asked('inspect'), ...asked('history')]).toEqual([])
    engine.add({ id: imageId(0xe), size: 9, diffIds: [imageId(9)] }, 'new:1')
    await eventually(async () => {
      expect((await images.sizes.view()).unique(imageId(0xe))?.files).toBe(9)
    })
    // The look that the event took told its layers too.
    expect(asked('inspect')).toHaveLength(1)
  })

  it('goes on after the engine was lost', async () => {
    let fail = true
    engine.before = (request) => {
      if (!fail || !request.startsWith('inspect')) return
      fail = false
      session.lose()
    }
    await eventually(() => expect(fail).toBe(false))
    await expect(images.sizes.view()).rejects.toMatchObject({ error: { code: 'ENGINE_LOST' } })
    session.connect(engine)
    await eventually(async () => expect((await images.sizes.view()).unread).toBe(0))
  })

  it('tells rows of an image only when its own bytes changed', async () => {
    await images.sizes.view()
    const told: string[] = []
    await eventually(async () => {
      const page = await images.list({})
      expect(page.rows).toContain('"unique":[')
      expect(page.rows).not.toContain('null,null,null')
    })
    images.onChange((change) => {
      if (change.type === 'delta') told.push(...change.upserted.map(({ id }) => id))
    })
    await engine.client().removeImage('web:1', { force: false })
    await eventually(async () => expect((await images.sizes.view()).images).toBe(3))
    expect(told).not.toContain(lone)
    expect((await images.sizes.view()).unique(app ?? '')?.files).toBe(7)
  })

  it('tells the Layers tab, the list and the disk page the same of every image', async () => {
    const view = await images.sizes.view()
    const rows = await images.rows()
    const { segments, tops } = pageSegments(view, new Set(rows.map(({ id }) => id)), () => false)
    for (const { id, size, unique } of rows) {
      const { totals, layers, unread } = await images.layers({ image: id })
      const top = segments[tops.get(id) ?? -1]
      const alone = top?.owners === 1 ? top.files : 0
      expect([unread, totals.layers, totals.unique]).toEqual([0, size, unique])
      expect([totals.unique, totals.shared]).toEqual([alone, size - alone])
      const own = layers.filter(({ sharedBy }) => sharedBy === 0).map(({ bytes = 0 }) => bytes)
      expect(sum(own)).toBe(alone)
    }
    expect(rows.map(({ unique }) => unique ?? -1).sort((a, b) => a - b)).toEqual([0, 5, 7, 11])
  })

  it('takes what the Layers tab reads, where it could not read itself', async () => {
    let fails = true
    engine.before = (request) => {
      if (fails && request.startsWith('history')) throw new AppFailure(appError('IMAGE_NOT_FOUND'))
    }
    expect((await images.sizes.view()).unread).toBe(2)
    fails = false
    expect((await images.layers({ image: app ?? '' })).totals).toMatchObject({ layers: 107, unique: 7 })
    expect((await images.sizes.view()).unread).toBe(0)
  })

  it('says so, once, when the engine counts otherwise', async () => {
    const view = await images.sizes.view()
    const rows = [base, app, web, lone].map((id) => ({
      id: id ?? '',
      tags: [],
      repoDigests: [],
      size: view.stored([id ?? '']).files,
      sharedSize: view.stored([id ?? '']).files - (view.unique(id ?? '')?.files ?? 0),
    }))
    images.sizes.compare({ images: rows, layersSize: 123 })
    expect(images.sizes.known()?.stored([]).about).toEqual([])
    images.sizes.compare({ images: rows.map((row) => ({ ...row, sharedSize: 0 })), layersSize: 123 })
    expect(images.sizes.known()?.stored([]).about).toEqual(['engine'])
    images.sizes.compare({ images: rows, layersSize: 123 })
    expect(images.sizes.known()?.stored([]).about).toEqual([])
  })
})
