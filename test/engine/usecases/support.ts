import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CleanupPlanPage, CleanupReport, CleanupRow, CleanupRows } from '@shared/domain/cleanup'
import type { CleanupRequest } from '@shared/domain/cleanupRequest'
import type { ImageId, ImageRow } from '@shared/domain/image'
import { unpackRows } from '@shared/domain/imageRows'
import type { RemovalOutcome, RemovalTarget } from '@shared/domain/removal'
import type { JobResult, JobSnapshot } from '@shared/job'
import { expect, onTestFinished } from 'vitest'
import { type Cleanup, createCleanup } from '../../../main/cleanup'
import type { WorldFacts } from '../../../main/cleanup/removalWorld'
import { createImages, type Images } from '../../../main/images'
import { entryOfListed, type ImageEntry } from '../../../main/images/imageEntry'
import { JobRegistry } from '../../../main/jobs/jobRegistry'
import type { EngineClient } from '../../../main/ports/engineClient'
import { createTransfers } from '../../../main/transfers'
import { attach } from '../adapter/support'
import { docker, dockerWith, sandbox } from '../support/sandbox'

export type App = {
  readonly images: Images
  readonly cleanup: Cleanup
  readonly jobs: JobRegistry
  readonly client: () => EngineClient
}

/** The use cases on a real engine, as main.ts puts them together; closed with the test. `kept`: a folder of earlier caches. */
export async function app(host?: string, kept?: string): Promise<App> {
  const { session } = await attach(host)
  const folder = kept ?? mkdtempSync(join(tmpdir(), 'strata-usecases-'))
  const jobs = new JobRegistry()
  const images = createImages({ session, jobs, cacheFolder: folder, undoSeconds: () => 0 })
  const credentials = { get: async () => await Promise.resolve(undefined) }
  const transfers = createTransfers({ session, jobs, credentials })
  const cleanup = createCleanup({
    session,
    jobs,
    images: {
      now: async (signal) => await images.now(signal),
      family: images.family,
      tag: async (input) => await images.tag(input),
    },
    pull: (options) => transfers.pull(options),
    originOf: (id) => images.origin(id)?.repoDigest,
    sizes: async (asked) => await images.sizes.view(asked),
    settings: () => ({ undoSeconds: 0, pins: [] }),
  })
  onTestFinished(async () => {
    await jobs.close()
    await images.close()
    rmSync(folder, { recursive: true, force: true })
  })
  return { images, cleanup, jobs, client: () => session.client() }
}

/** Every row, page by page. */
export async function allRows(images: Images): Promise<ImageRow[]> {
  const rows: ImageRow[] = []
  let cursor: number | undefined = 0
  while (cursor !== undefined) {
    const page: Awaited<ReturnType<Images['list']>> = await images.list({ cursor })
    rows.push(...unpackRows(JSON.parse(page.rows)))
    cursor = page.next
  }
  return rows
}

/** The job's last snapshot. */
export async function ended(jobs: JobRegistry, id: string): Promise<JobSnapshot> {
  for (;;) {
    const job = jobs.list().find((snapshot) => snapshot.id === id)
    if (job === undefined) throw new Error(`no job ${id}`)
    if (job.state.type !== 'running') return job
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

export function reportOf(job: JobSnapshot): Extract<JobResult, { type: 'removal' }>['report'] {
  const { state } = job
  if (state.type === 'running' || state.result?.type !== 'removal')
    throw new Error(`no report: ${JSON.stringify(state)}`)
  return state.result.report
}

export function cleanedBy(job: JobSnapshot): CleanupReport {
  const { state } = job
  if (state.type === 'running' || state.result?.type !== 'cleanup')
    throw new Error(`no report: ${JSON.stringify(state)}`)
  return state.result.report
}

/** Every line of the plan, page by page. */
export async function wholePlan(
  cleanup: Cleanup,
  request: CleanupRequest,
): Promise<Omit<CleanupPlanPage, 'next'>> {
  let page = await cleanup.plan(request)
  const items = [...page.items]
  const cache = [...page.cache]
  while (page.next !== undefined) {
    page = cleanup.page({ planId: page.plan.id, cursor: page.next })
    items.push(...page.items)
    cache.push(...page.cache)
  }
  return { plan: page.plan, items, cache }
}

/** Every line of the report. */
export function allCleanupRows(cleanup: Cleanup, jobId: string): readonly CleanupRow[] {
  const rows: CleanupRow[] = []
  for (let cursor: number | undefined = 0; cursor !== undefined; ) {
    const page: CleanupRows = cleanup.report({ jobId, cursor })
    rows.push(...page.rows)
    cursor = page.next
  }
  return rows
}

/** What the engine has now, read anew. */
export async function factsOf(
  client: EngineClient,
): Promise<WorldFacts & { readonly entries: readonly ImageEntry[] }> {
  const [listed, containers] = await Promise.all([client.listImages({}), client.listContainers({})])
  const entries = listed.map((image) => entryOfListed(image, client.info.store, undefined))
  return { store: client.info.store, images: entries, containers, entries }
}

/** What is gone between two looks: names, and ids. On the containerd store digests follow from tags and say nothing. */
export function lost(
  before: readonly ImageEntry[],
  after: readonly ImageEntry[],
): { readonly names: readonly string[]; readonly ids: readonly ImageId[] } {
  const left = new Map(after.map((entry) => [entry.id, entry]))
  const names = before.flatMap((entry) => {
    const now = left.get(entry.id)
    const held = new Set([...(now?.tags ?? []), ...(now?.digests ?? [])])
    return shownNames(entry).filter((name) => !held.has(name))
  })
  return {
    names: names.sort(),
    ids: before
      .map(({ id }) => id)
      .filter((id) => !left.has(id))
      .sort(),
  }
}

function shownNames({ tags, digests }: ImageEntry): readonly string[] {
  return sandbox().store === 'containerd' ? tags : [...tags, ...digests]
}

/** A predicted outcome in the same terms. */
export function predicted(
  target: RemovalTarget,
  outcome: RemovalOutcome,
): { readonly names: readonly string[]; readonly ids: readonly ImageId[] } | 'refused' {
  if (outcome.type === 'refused') return 'refused'
  const names = outcome.untagged.filter((name) => sandbox().store === 'classic' || !name.includes('@'))
  const ids = [...(outcome.type === 'deleted' ? [target.imageId] : []), ...(outcome.parents ?? [])]
  return { names: [...names].sort(), ids: [...ids].sort() }
}

/** Builds with the classic builder, which links images to their parents. Answers the id. */
export async function classicBuild(dockerfile: string, tag?: string): Promise<ImageId> {
  const out = await dockerWith(
    { input: dockerfile, env: { DOCKER_BUILDKIT: '0' } },
    'build',
    '--quiet',
    ...(tag === undefined ? [] : ['--tag', tag]),
    '-',
  )
  const id = /sha256:[0-9a-f]{64}/.exec(out)?.[0]
  expect(id).toBeDefined()
  return id ?? ''
}

/** Pushes the image under a name of the sandbox's registry, so that it is known by a digest. Answers `repository@digest`. */
export async function pushed(id: ImageId, repository: string): Promise<string> {
  const { registry } = sandbox()
  if (registry === undefined) throw new Error('the sandbox has no registry')
  const name = `${registry.host}/${repository}`
  await docker('tag', id, `${name}:pushed`)
  const out = await docker('push', `${name}:pushed`)
  const digest = /digest: (sha256:[0-9a-f]{64})/.exec(out)?.[1]
  expect(digest).toBeDefined()
  return `${name}@${digest ?? ''}`
}
