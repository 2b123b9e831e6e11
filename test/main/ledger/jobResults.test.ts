import type { JobResult, JobSnapshot } from '@shared/job'
import { expect, test } from 'vitest'
import { broughtBy } from '../../../main/ledger/jobResults'
import { imageId } from '../../builders/imageRow'

const a = imageId(0xa)
const digest = `sha256:${'d'.repeat(64)}`
const counts = { total: 1, exists: 0, done: 1 }

const ended = (result: JobResult): JobSnapshot => ({
  id: 'job-1',
  kind: 'pullImage',
  title: {},
  startedAt: 5,
  state: { type: 'succeeded', result },
  cancellable: false,
  subjects: [],
  logLines: 0,
})
const pull = (status: 'downloaded' | 'upToDate'): JobResult => ({
  type: 'pull',
  report: {
    reference: 'localhost:5000/app:1',
    canonical: 'localhost:5000/app:1',
    imageId: a,
    digest,
    status,
    size: 1,
    layers: counts,
    took: 1,
  },
})

test('a pull brought it, and the registry has it; one that was here already says only the latter', () => {
  const known = {
    imageId: a,
    reference: 'localhost:5000/app:1',
    repoDigest: `localhost:5000/app@${digest}`,
    since: 5,
  }
  expect(broughtBy(ended(pull('downloaded')))).toEqual([{ ...known, by: 'pull' }])
  expect(broughtBy(ended(pull('upToDate')))).toEqual([known])
})

test('what was pushed can be pulled again', () => {
  const pushed = [{ tag: '1', reference: 'app:1', digest, layers: counts }]
  const report = { imageId: a, repository: 'app', pushed, made: [], missing: [], took: 1 }
  expect(broughtBy(ended({ type: 'push', report }))).toEqual([
    { imageId: a, repoDigest: `app@${digest}`, since: 5 },
  ])
})

test.each(['loaded', 'imported'] as const)('%s', (how) => {
  const images = [{ imageId: a, size: 1, reference: 'app:1' }]
  const report = { name: 'x.tar', how, instead: false, images, bytes: 1, took: 1 }
  const by = how === 'loaded' ? 'load' : 'import'
  expect(broughtBy(ended({ type: 'load', report }))).toEqual([
    { imageId: a, by, reference: 'app:1', since: 5 },
  ])
})

test('a job that failed or runs says nothing', () => {
  const job = ended(pull('downloaded'))
  expect(broughtBy({ ...job, state: { type: 'cancelled' } })).toEqual([])
})
