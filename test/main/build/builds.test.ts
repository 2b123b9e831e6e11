import { join } from 'node:path'
import type { BuildEvent } from '@shared/domain/build'
import { heldLines, withPart } from '@shared/domain/buildPart'
import type { JobSnapshot } from '@shared/job'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Builds, createBuilds } from '../../../main/build'
import { createGrants, type Grants } from '../../../main/files/grants'
import { JobRegistry } from '../../../main/jobs/jobRegistry'
import type { BuildEngine, BuildRequest } from '../../../main/ports/buildEngine'
import { FakeEngine } from '../../fakes/fakeEngine'
import { FakeSession } from '../../fakes/fakeSession'
import { tempFolder } from './tempFolder'

const image = `sha256:${'1'.repeat(64)}`
const { signal } = new AbortController()

class FakeBuilds implements BuildEngine {
  readonly asked: BuildRequest[] = []
  events: readonly BuildEvent[] = []
  effect: (tags: readonly string[]) => void = () => {}
  before: () => void = () => {}

  async builder() {
    return await Promise.resolve('buildkit' as const)
  }

  async *build(request: BuildRequest, { signal: stop }: { readonly signal: AbortSignal }) {
    this.asked.push(request)
    for (const event of this.events) {
      this.before()
      await Promise.resolve()
      stop.throwIfAborted()
      yield [event]
    }
    this.effect(request.options.tags)
  }
}

const step = (id: string, over: Partial<Extract<BuildEvent, { type: 'step' }>> = {}): BuildEvent => ({
  type: 'step',
  id,
  name: `[${id}/2] RUN ${id}`,
  inputs: [],
  cached: false,
  started: 1,
  ...over,
})

let engine: FakeEngine
let fake: FakeBuilds
let jobs: JobRegistry
let grants: Grants
let builds: Builds
beforeEach(() => {
  engine = new FakeEngine()
  fake = new FakeBuilds()
  engine.builds = fake
  jobs = new JobRegistry({ every: 0 })
  grants = createGrants()
  const credentials = { get: async () => await Promise.resolve(undefined) }
  builds = createBuilds({ session: new FakeSession(engine), jobs, grants, credentials })
})
afterEach(async () => await jobs.close())

const plain = { tags: [], buildArgs: [], labels: [], noCache: false, pull: false }

async function grantFor(path: string): Promise<string> {
  const issued = await grants.issue(path)
  if (issued === undefined) throw new Error(`no grant for ${path}`)
  return issued.grant
}

async function ended(jobId: string): Promise<JobSnapshot> {
  return await vi.waitFor(() => {
    const job = jobs.list().find((each) => each.id === jobId)
    if (job === undefined || job.state.type === 'running') throw new Error('still running')
    return job
  })
}

describe('what the form is told', () => {
  it('finds Dockerfiles here and one level below, Docker’s own name first', async () => {
    const folder = tempFolder({
      Dockerfile: 'FROM scratch AS one\nARG A\nARG B=2\n',
      'a.Dockerfile': 'FROM scratch\n',
      'Dockerfile.dockerignore': '*',
      'docker/Dockerfile': 'FROM scratch\n',
      'node_modules/x/Dockerfile': '',
      'deep/er/Dockerfile': '',
      'notes.txt': '',
    })
    const prepared = await builds.prepare({ grant: await grantFor(folder) }, { signal })
    expect(prepared).toMatchObject({
      builder: 'buildkit',
      store: 'classic',
      dockerfiles: ['Dockerfile', 'a.Dockerfile', 'docker/Dockerfile'],
      dockerfile: { name: 'Dockerfile', outside: false, spots: [] },
    })
    expect(prepared.dockerfile?.outline.args.map(({ name }) => name)).toEqual(['A', 'B'])
  })

  it('takes the folder of a dropped Dockerfile as the context', async () => {
    const folder = tempFolder({ 'web.Dockerfile': 'FROM scratch\n', a: '' })
    const grant = await grantFor(join(folder, 'web.Dockerfile'))
    const prepared = await builds.prepare({ grant }, { signal })
    expect(prepared.dockerfile).toMatchObject({ name: 'web.Dockerfile', outside: false })
    expect(await builds.weigh({ grant }, { signal })).toMatchObject({ type: 'weighed', weight: { files: 2 } })
  })

  it('says where a Dockerfile does not parse, and what is missing', async () => {
    const bad = await grantFor(tempFolder({ Dockerfile: 'FROM scratch\nCOPPY a b\n' }))
    const { dockerfile } = await builds.prepare({ grant: bad }, { signal })
    expect(dockerfile?.outline.problems).toMatchObject([
      { code: 'BUILD_DOCKERFILE_INVALID', params: { line: 2 } },
    ])
    expect(dockerfile?.spots).toMatchObject([{ lines: { start: 2, end: 2 } }])
    const none = await grantFor(tempFolder({ a: '' }))
    expect(await builds.prepare({ grant: none }, { signal })).toMatchObject({
      dockerfiles: [],
      problem: { code: 'CONTEXT_NO_DOCKERFILE' },
    })
  })

  it('takes a Dockerfile from elsewhere by its own grant alone, never by a path', async () => {
    const grant = await grantFor(tempFolder({ a: '' }))
    const elsewhere = tempFolder({ 'x.Dockerfile': 'FROM scratch\n' })
    const other = await grantFor(join(elsewhere, 'x.Dockerfile'))
    const prepared = await builds.prepare({ grant, dockerfile: { grant: other } }, { signal })
    expect(prepared.dockerfile).toMatchObject({ outside: true })
    for (const name of [join(elsewhere, 'x.Dockerfile'), '../x.Dockerfile', 'a', '/etc/passwd']) {
      await expect(builds.prepare({ grant, dockerfile: { name } }, { signal })).rejects.toMatchObject({
        error: { code: 'CONTEXT_NO_DOCKERFILE' },
      })
    }
  })

  it('stops weighing when another context is weighed, or nobody waits', async () => {
    const grant = await grantFor(tempFolder({ Dockerfile: 'FROM scratch\n' }))
    const first = builds.weigh({ grant }, { signal })
    const second = builds.weigh({ grant }, { signal })
    builds.stopWeighing()
    expect(await Promise.all([first, second])).toEqual([{ type: 'stopped' }, { type: 'stopped' }])
    expect(await builds.weigh({ grant }, { signal })).toMatchObject({ type: 'weighed' })
  })
})

describe('a build as a job', () => {
  it('reports, shows its steps by parts, and can be started again', async () => {
    const folder = tempFolder({ Dockerfile: 'FROM scratch\nRUN 1\n', 'it is/x': '' })
    fake.events = [
      step('1'),
      { type: 'log', stepId: '1', stream: 'stdout', text: 'one\ntwo\n' },
      step('1', { completed: 2 }),
      { type: 'image', imageId: image },
    ]
    fake.effect = (tags) => engine.add({ id: image }, ...tags)
    const { jobId } = await builds.start({
      ...plain,
      grant: await grantFor(folder),
      tags: ['app', 'app:latest', 'app:1'],
      buildArgs: [
        { name: 'GREETING', value: "it's" },
        { name: 'API_TOKEN', value: 'hidden' },
      ],
      noCache: true,
    })
    const job = await ended(jobId)
    expect(job).toMatchObject({
      kind: 'buildImage',
      title: { name: 'app:latest' },
      command: `docker build --tag app:latest --tag app:1 --build-arg 'GREETING=it'\\''s' --build-arg API_TOKEN --no-cache .`,
      state: {
        type: 'succeeded',
        result: { type: 'build', report: { imageId: image, tags: ['app:latest', 'app:1'] } },
      },
    })
    expect(fake.asked[0]?.options.buildArgs.get('API_TOKEN')).toBe('hidden')
    const whole = withPart(undefined, builds.view({ jobId }))
    expect(whole).toMatchObject({ ended: true, view: { counts: { total: 1, completed: 1 } } })
    expect(whole.view.steps[0]?.log.lines.map(({ text }) => text)).toEqual(['one', 'two'])
    expect(builds.view({ jobId, after: whole.revision, held: heldLines(whole.view) }).steps).toEqual([])
    const again = builds.again(jobId)
    expect(again.jobId).not.toBe(jobId)
    expect((await ended(again.jobId)).state.type).toBe('succeeded')
    expect(() => builds.again('job-99')).toThrow('JOB_NOT_FOUND')
    expect(() => builds.view({ jobId: 'job-99' })).toThrow('JOB_NOT_FOUND')
  })

  it('fails with the engine’s reason at its line, and keeps what was seen', async () => {
    const folder = tempFolder({ Dockerfile: 'FROM scratch\nCOPY nope /\n' })
    fake.events = [
      step('1', { name: '[1/1] COPY nope /', completed: 2, error: 'x' }),
      {
        type: 'failed',
        message: 'failed to compute cache key: failed to calculate checksum of ref a::b: "/nope": not found',
      },
    ]
    const { jobId } = await builds.start({ ...plain, grant: await grantFor(folder) })
    expect((await ended(jobId)).state).toMatchObject({
      type: 'failed',
      error: { code: 'BUILD_SOURCE_MISSING', params: { path: '/nope' } },
    })
    expect(builds.view({ jobId })).toMatchObject({
      ended: true,
      steps: [{ name: '[1/1] COPY nope /', state: 'failed' }],
      spot: { lines: { start: 2, end: 2 } },
    })
  })

  it('names the line of a Dockerfile that does not parse, with nothing sent', async () => {
    const folder = tempFolder({ Dockerfile: 'FROM scratch\nCOPPY a b\n' })
    const { jobId } = await builds.start({ ...plain, grant: await grantFor(folder) })
    expect((await ended(jobId)).state).toMatchObject({
      type: 'failed',
      error: { code: 'BUILD_DOCKERFILE_INVALID' },
    })
    expect(builds.view({ jobId }).spot).toMatchObject({ lines: { start: 2, end: 2 } })
    expect(fake.asked).toEqual([])
  })

  it('is cancelled, and says so', async () => {
    const folder = tempFolder({ Dockerfile: 'FROM scratch\nRUN 1\n' })
    fake.events = [step('1'), step('2')]
    let told = 0
    fake.before = () => {
      told += 1
      if (told === 2) jobs.cancel('job-1')
    }
    const { jobId } = await builds.start({ ...plain, grant: await grantFor(folder), tags: ['x'] })
    expect((await ended(jobId)).state).toEqual({ type: 'cancelled' })
    expect(builds.view({ jobId })).toMatchObject({ ended: true, steps: [{ state: 'cancelled' }] })
  })

  it('refuses a bad tag and an unknown grant before there is a job', async () => {
    const grant = await grantFor(tempFolder({ Dockerfile: 'FROM scratch\n' }))
    await expect(builds.start({ ...plain, grant, tags: ['Bad'] })).rejects.toMatchObject({
      error: { code: 'REFERENCE_UPPERCASE' },
    })
    await expect(builds.start({ ...plain, grant: 'x' })).rejects.toMatchObject({
      error: { code: 'GRANT_UNKNOWN' },
    })
    expect(jobs.list()).toEqual([])
  })
})
