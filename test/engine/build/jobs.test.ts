import { join } from 'node:path'
import { withPart } from '@shared/domain/buildPart'
import type { JobSnapshot } from '@shared/job'
import { expect, onTestFinished, test } from 'vitest'
import { type Builds, createBuilds } from '../../../main/build'
import { createEngineSession } from '../../../main/engine'
import { createGrants, type Grants } from '../../../main/files/grants'
import { JobRegistry } from '../../../main/jobs/jobRegistry'
import { eventually } from '../support/eventually'
import { docker, sandbox, uniqueName } from '../support/sandbox'
import { folderOf, running, sh } from './support'

type World = {
  readonly builds: Builds
  readonly jobs: JobRegistry
  readonly grants: Grants
  readonly leave: () => void
}

/** Builds as the window has them: by grants, as jobs, on the run's engine. */
async function world(): Promise<World> {
  const session = createEngineSession({
    env: { DOCKER_HOST: sandbox().host },
    homedir: '/nonexistent',
    platform: process.platform,
    customHosts: [],
  })
  const jobs = new JobRegistry()
  onTestFinished(async () => {
    await jobs.close()
    session.close()
  })
  const connected = new Promise<void>((resolve) => {
    session.onStatus(({ state }) => {
      if (state.type === 'connected') resolve()
    })
  })
  session.start()
  await connected
  const grants = createGrants()
  const credentials = { get: async () => await Promise.resolve(undefined) }
  const builds = createBuilds({ session, jobs, grants, credentials })
  return { builds, jobs, grants, leave: () => session.close() }
}

async function grantFor({ grants }: World, path: string): Promise<string> {
  const issued = await grants.issue(path)
  if (issued === undefined) throw new Error(`no grant for ${path}`)
  return issued.grant
}

const jobOf = ({ jobs }: World, id: string): JobSnapshot | undefined =>
  jobs.list().find((job) => job.id === id)

async function ended(on: World, id: string): Promise<JobSnapshot> {
  await eventually(() => {
    expect(jobOf(on, id)?.state.type).not.toBe('running')
  })
  const job = jobOf(on, id)
  if (job === undefined) throw new Error(`no job ${id}`)
  return job
}

const plain = { buildArgs: [], labels: [], noCache: false, pull: false, networkMode: 'none' } as const
const program = { busybox: { program: true } } as const
const sleeping = (mark: string) => ({
  ...program,
  Dockerfile: `FROM scratch\nCOPY busybox /busybox\n${sh(`echo begun; : ${mark}; /busybox sleep 1000`)}\n`,
})

/** Started, and its RUN step prints. */
async function begun(on: World, mark: string, tag: string): Promise<string> {
  const grant = await grantFor(on, folderOf(sleeping(mark)))
  const { jobId } = await on.builds.start({ ...plain, grant, tags: [tag], noCache: true })
  await eventually(() => {
    const lines = on.builds.view({ jobId }).steps.flatMap(({ log }) => log.lines.map(({ text }) => text))
    expect(lines).toContain('begun')
  })
  return jobId
}

test('a dropped Dockerfile: prepared, weighed, built, watched, built again', async () => {
  const on = await world()
  const name = uniqueName()
  const folder = folderOf({
    ...program,
    'web.Dockerfile': ['FROM scratch', 'COPY busybox /busybox', sh(`echo ${name}`)].join('\n'),
  })
  const grant = await grantFor(on, join(folder, 'web.Dockerfile'))
  const signal = new AbortController().signal
  expect(await on.builds.prepare({ grant }, { signal })).toMatchObject({
    builder: 'buildkit',
    store: sandbox().store,
    dockerfile: { name: 'web.Dockerfile', outline: { problems: [] } },
  })
  expect(await on.builds.weigh({ grant }, { signal })).toMatchObject({ weight: { files: 2 } })
  const { jobId } = await on.builds.start({ ...plain, grant, tags: [name] })
  const job = await ended(on, jobId)
  const id = await docker('image', 'inspect', '--format', '{{.Id}}', name)
  expect(job).toMatchObject({
    command: `docker build --tag ${name}:latest --file web.Dockerfile --network none .`,
    state: { type: 'succeeded', result: { report: { imageId: id, tags: [`${name}:latest`] } } },
  })
  const { view, ended: over } = withPart(undefined, on.builds.view({ jobId }))
  expect(over).toBe(true)
  expect(view.counts.completed).toBe(view.counts.total)
  expect(view.steps.flatMap(({ log }) => log.lines.map(({ text }) => text))).toContain(name)
  const again = await ended(on, on.builds.again(jobId).jobId)
  expect(again.state).toMatchObject({ type: 'succeeded', result: { report: { tags: [`${name}:latest`] } } })
})

test('a failed build: its error, its line, and the steps that were seen', async () => {
  const on = await world()
  const grant = await grantFor(on, folderOf({ Dockerfile: 'FROM scratch\nCOPY nope /\n' }))
  const { jobId } = await on.builds.start({ ...plain, grant, tags: [] })
  expect((await ended(on, jobId)).state).toMatchObject({
    type: 'failed',
    error: { code: 'BUILD_SOURCE_MISSING' },
  })
  const part = on.builds.view({ jobId })
  expect(part.spot).toMatchObject({ file: 'Dockerfile', lines: { start: 2, end: 2 } })
  expect(part.steps.some(({ state }) => state === 'failed')).toBe(true)
})

test('cancelled in a RUN step: nothing runs, nothing is tagged', async () => {
  const on = await world()
  const name = uniqueName()
  const mark = `mark-${name.split('-').at(-1)}`
  const jobId = await begun(on, mark, name)
  on.jobs.cancel(jobId)
  expect((await ended(on, jobId)).state).toEqual({ type: 'cancelled' })
  await eventually(() => expect(running(mark)).toBe(0))
  expect(await docker('images', '--quiet', name)).toBe('')
})

test('left for another engine: the build is stopped and called lost', async () => {
  const on = await world()
  const name = uniqueName()
  const mark = `mark-${name.split('-').at(-1)}`
  const jobId = await begun(on, mark, name)
  on.leave()
  expect((await ended(on, jobId)).state).toMatchObject({ type: 'failed', error: { code: 'ENGINE_LOST' } })
  await eventually(() => expect(running(mark)).toBe(0))
  expect(await docker('images', '--quiet', name)).toBe('')
})
