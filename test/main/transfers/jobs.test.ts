import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AppFailure } from '@shared/errors'
import type { JobSnapshot } from '@shared/job'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { JobRegistry } from '../../../main/jobs/jobRegistry'
import { createTransfers, type Transfers } from '../../../main/transfers'
import { FakeEngine } from '../../fakes/fakeEngine'
import { FakeSession } from '../../fakes/fakeSession'
import { FakeTransfers } from '../../fakes/fakeTransfers'

const digest = `sha256:${'d'.repeat(64)}`
const id = `sha256:${'1'.repeat(64)}`

let engine: FakeEngine
let fake: FakeTransfers
let jobs: JobRegistry
let transfers: Transfers
beforeEach(() => {
  engine = new FakeEngine()
  fake = new FakeTransfers()
  engine.transfers = fake
  jobs = new JobRegistry({ every: 0 })
  const credentials = { get: async () => await Promise.resolve(undefined) }
  transfers = createTransfers({ session: new FakeSession(engine), jobs, credentials })
})
afterEach(async () => await jobs.close())

async function ended(jobId: string): Promise<JobSnapshot> {
  return await vi.waitFor(() => {
    const job = jobs.list().find((each) => each.id === jobId)
    if (job === undefined || job.state.type === 'running') throw new Error('still running')
    return job
  })
}

describe('moving images as jobs', () => {
  it('pulls, with the command that does the same, and again when asked to', async () => {
    fake.streams = [
      [
        { type: 'layer', id: 'aaaaaaaaaaaa', phase: 'downloading', current: 5, total: 9 },
        { type: 'digest', digest },
        { type: 'status', status: 'downloaded' },
      ],
    ]
    fake.effect = () => engine.add({ id }, 'redis:7', `redis@${digest}`)
    const { jobId } = transfers.pull({ reference: 'redis:7', platform: 'linux/arm64' })
    const job = await ended(jobId)
    expect(job).toMatchObject({
      kind: 'pullImage',
      title: { count: 1, name: 'redis:7' },
      command: 'docker pull --platform linux/arm64 redis:7',
      state: { type: 'succeeded', result: { type: 'pull', report: { digest, imageId: id } } },
    })
    const again = transfers.again(jobId)
    expect(again?.jobId).not.toBe(jobId)
    expect((await ended(again?.jobId ?? '')).state.type).toBe('succeeded')
    expect(transfers.again('job-999')).toBeUndefined()
  })

  it('refuses a bad name before there is a job, and ends as failed where nothing came of it', async () => {
    expect(() => transfers.pull({ reference: 'Bad' })).toThrow(AppFailure)
    expect(() =>
      transfers.push({ imageId: id, repository: 'x', tags: ['no tag'], removeMadeOnFailure: false }),
    ).toThrow(AppFailure)
    expect(jobs.list()).toEqual([])
    const { jobId } = transfers.pull({ reference: 'redis' })
    expect((await ended(jobId)).state).toMatchObject({
      type: 'failed',
      error: { code: 'TRANSFER_UNVERIFIED' },
    })
  })

  it('is cancelled, and says so', async () => {
    fake.streams = [[{ type: 'note', text: 'Pulling' }]]
    fake.before = () => void jobs.cancel('job-1')
    const { jobId } = transfers.pull({ reference: 'redis' })
    expect((await ended(jobId)).state).toEqual({ type: 'cancelled' })
  })

  it('loads and imports files by their names alone', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'strata-jobs-'))
    try {
      const path = join(folder, "it's.tar")
      writeFileSync(path, 'no tar')
      fake.streams = [[{ type: 'error', message: 'x' }]]
      const { jobId } = transfers.load({ path })
      const job = await ended(jobId)
      expect(job).toMatchObject({
        kind: 'loadImages',
        command: `docker load --input 'it'\\''s.tar'`,
        state: { type: 'failed', error: { code: 'ARCHIVE_NO_IMAGE', params: { name: "it's.tar" } } },
      })
      const imported = await ended(transfers.importRootfs({ path, reference: 'made' }).jobId)
      expect(imported).toMatchObject({
        kind: 'importImage',
        command: `docker import 'it'\\''s.tar' made:latest`,
        state: { type: 'failed', error: { code: 'TRANSFER_UNVERIFIED' } },
      })
      expect(JSON.stringify(jobs.list())).not.toContain(folder)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
