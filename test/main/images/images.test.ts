import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { JobSnapshot } from '@shared/job'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createImages, type Images } from '../../../main/images'
import { JobRegistry } from '../../../main/jobs/jobRegistry'
import { imageId } from '../../builders/imageRow'
import { FakeEngine } from '../../fakes/fakeEngine'
import { FakeSession } from '../../fakes/fakeSession'

let folder = ''
let engine = new FakeEngine()
let session = new FakeSession()
let jobs = new JobRegistry()
let images: Images

const [a, b, c] = [imageId(0xa), imageId(0xb), imageId(0xc)]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'strata-images-'))
  engine = new FakeEngine()
  session = new FakeSession(engine)
  jobs = new JobRegistry()
  images = createImages({ session, jobs, cacheFolder: folder, undoSeconds: () => 0 })
})
afterEach(async () => {
  await jobs.close()
  await images.close()
  await rm(folder, { recursive: true, force: true })
})

async function ended(id: string): Promise<JobSnapshot> {
  for (;;) {
    const job = jobs.list().find((snapshot) => snapshot.id === id)
    if (job !== undefined && job.state.type !== 'running') return job
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

describe('history', () => {
  const step = (createdBy: string, size: number) => ({ createdBy, size, comment: '', tags: [] })
  const [one, two] = [imageId(1), imageId(2)]

  test('finds the base by chain and reads each chain once ever, over restarts too', async () => {
    engine.add({ id: a, size: 5, diffIds: [one], history: [step('ADD a # buildkit', 5)] }, 'base:1')
    engine.add({ id: c, size: 50, diffIds: [imageId(3)] }, 'bigger:1')
    engine.add(
      {
        id: b,
        size: 9,
        diffIds: [one, two],
        history: [step('RUN b # buildkit', 4), step('ADD a # buildkit', 5)],
      },
      'app:1',
    )
    // Until every layer is read.
    await images.sums({ sets: [[a]] })
    engine.requests.length = 0
    const history = await images.history({ image: 'app:1' })
    expect(history).toMatchObject({
      alignment: 'exact',
      base: { imageId: a, name: 'base:1', layers: 1, known: 'chain' },
      baseLine: 1,
      ownBytes: 4,
      baseBytes: 5,
    })
    // What the events' own looks told is not asked again.
    expect(engine.requests.filter((request) => request.startsWith('inspect'))).toEqual(['inspect app:1'])
    await images.close()
    // The layers too, if they were read by then.
    const kept = (await readdir(folder)).map((name) => name.slice(0, 6))
    expect(kept).toEqual(expect.arrayContaining(['facts-', 'images', 'ledger']))

    engine.requests.length = 0
    images = createImages({ session, jobs, cacheFolder: folder, undoSeconds: () => 0 })
    expect((await images.history({ image: 'app:1' })).base?.imageId).toBe(a)
    expect(engine.requests).not.toContain(`inspect ${a}`)
  })

  test("takes the classic builder's own record for the base where there is one", async () => {
    engine.add({ id: a, diffIds: [one] }, 'base:1')
    engine.add(
      {
        id: b,
        parentId: a,
        diffIds: [one],
        history: [
          { ...step('/bin/sh -c #(nop)  ENV x=1', 0), imageId: b },
          { ...step('/bin/sh -c #(nop) ADD file:1 in / ', 1_000), imageId: a },
        ],
      },
      'app:1',
    )
    expect(await images.history({ image: 'app:1' })).toMatchObject({
      base: { imageId: a, name: 'base:1', layers: 1, known: 'parent' },
      baseLine: 1,
    })
  })
})

describe('removal', () => {
  test('plans, waits, removes and reports', async () => {
    engine.add({ id: a, size: 70 }, 'app:1')
    const target = { type: 'reference' as const, reference: 'app:1', imageId: a }
    expect((await images.removePlan({ targets: [target] })).items[0]?.verdict).toBe('deleted')
    const { jobId } = await images.remove({ steps: [{ target, force: false, expected: 'deleted' }] })
    expect(await ended(jobId)).toMatchObject({
      kind: 'removeImages',
      title: { count: 1, name: 'app:1' },
      command: 'docker rmi app:1',
      subjects: [a],
      state: { type: 'succeeded', result: { report: { freedBytes: 70, results: [{ type: 'done' }] } } },
    })
  })

  test('a plan counts what events told a moment ago', async () => {
    engine.add({ id: a }, 'app:1')
    await images.list(undefined)
    engine.run({ id: 'c1', name: 'web', imageId: a, running: true })
    const target = { type: 'image' as const, imageId: a }
    expect((await images.removePlan({ targets: [target] })).items[0]?.verdict).toBe('cannot')
  })

  test('never runs on another engine than the one it was confirmed for', async () => {
    engine.add({ id: a }, 'app:1')
    const other = new FakeEngine('classic', '28.5.2', 'ENGINE:TWO')
    other.add({ id: a }, 'app:1')
    const target = { type: 'reference' as const, reference: 'app:1', imageId: a }
    const { jobId } = await images.remove({
      steps: [{ target, force: false, expected: 'deleted' }],
      undoSeconds: 60,
    })
    session.turnTo('ENGINE:TWO')
    session.connect(other)
    jobs.runNow(jobId)
    expect((await ended(jobId)).state).toMatchObject({ type: 'failed', error: { code: 'ENGINE_LOST' } })
    expect([engine.images.size, other.images.size]).toEqual([1, 1])
  })
})

test('the rest of the use cases answer', async () => {
  engine.add({ id: a, config: { cmd: ['sh'] } }, 'app:1')
  engine.add({ id: b, parentId: a }, 'child:1')
  engine.run({ id: 'c1', name: 'web', imageId: a, running: true })
  await images.refresh()
  expect(await images.inspect({ image: 'app:1' })).toMatchObject({
    id: a,
    command: { argv: ['sh'] },
    containers: [{ name: 'web' }],
    children: [{ id: b, name: 'child:1' }],
  })
  expect(await images.raw({ image: 'app:1', path: '.Id' })).toMatchObject({
    text: `"${a}"`,
    format: '{{json .Id}}',
  })
  expect(await images.tagPreview({ imageId: a, reference: 'child:1' })).toMatchObject({
    owner: { imageId: b },
  })
  expect(await images.tag({ imageId: a, reference: 'new:1' })).toMatchObject({ familiar: 'new:1' })
  await expect.poll(async () => (await images.list({ text: 'new' })).total).toBe(1)
})
