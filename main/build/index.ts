import { basename, join } from 'node:path'
import { type BuildChoices, buildCommand } from '@shared/domain/buildChoices'
import type { BuildPreparation, Weighing } from '@shared/domain/buildForm'
import type { BuildPart, HeldLines } from '@shared/domain/buildPart'
import { AppFailure, appError } from '@shared/errors'
import { ellipsis, harmless } from '@shared/text'
import type { Grants } from '../files/grants'
import type { JobRegistry } from '../jobs/jobRegistry'
import type { CredentialSource } from '../ports/credentialSource'
import type { EngineSession } from '../ports/engineSession'
import { type BuildJob, runBuild } from './buildJob'
import { type BuildSource, fileFromFolder, findDockerfiles, placeOf } from './buildPlace'
import { type BuildWatch, buildWatch } from './buildWatch'
import { readTags } from './checkOptions'
import { weighContext } from './context/weigh'
import { openAsked, prepareBuild } from './prepareBuild'

export type BuildsOptions = {
  readonly session: EngineSession
  readonly jobs: JobRegistry
  readonly grants: Pick<Grants, 'find'>
  readonly credentials: CredentialSource
}

type Started = { readonly jobId: string }
type Asked = { readonly signal: AbortSignal }
export type StartBuild = BuildSource & BuildChoices & { readonly foreignFrontend?: boolean | undefined }

/** Builds, each as a job on the engine of that moment. */
export type Builds = {
  prepare(source: BuildSource, asked: Asked): Promise<BuildPreparation>
  /** One at a time: the last one asked for stops the one before. */
  weigh(source: BuildSource, asked: Asked): Promise<Weighing>
  stopWeighing(): { readonly stopped: boolean }
  /** @throws AppFailure GRANT_UNKNOWN, REFERENCE_*, CONTEXT_NO_DOCKERFILE, ENGINE_LOST; the rest is told by the job */
  start(options: StartBuild): Promise<Started>
  /** @throws AppFailure JOB_NOT_FOUND: not a build, or too long ago */
  view(asked: {
    readonly jobId: string
    readonly after?: number | undefined
    readonly held?: readonly HeldLines[] | undefined
  }): BuildPart
  /** @throws AppFailure JOB_NOT_FOUND */
  again(jobId: string): Started
}

/** Builds whose steps and output are kept, and builds that can be started again. */
const maxWatched = 20
const maxRemembered = 200

export function createBuilds({ session, jobs, grants, credentials }: BuildsOptions): Builds {
  const watched = new Map<string, BuildWatch>()
  const remembered = new Map<string, () => Started>()
  let weighing: AbortController | undefined

  const builderOf = async (signal: AbortSignal) =>
    await session.client().builds(credentials).builder({ signal })

  const begin = (build: BuildJob): Started => {
    const client = session.client()
    const watch = buildWatch()
    const { place, choices } = build
    const { id } = jobs.start('buildImage', {
      title: { count: 1, name: shown(choices.tags[0] ?? basename(place.folder)) },
      command: buildCommand(choices, fileOption(build)),
      total: 0,
      unit: 'steps',
      run: async (job) => await runBuild({ client, credentials, watch }, build, job),
    })
    keep(watched, id, watch, maxWatched)
    keep(remembered, id, () => begin(build), maxRemembered)
    return { jobId: id }
  }

  return {
    prepare: async (source, { signal }) => {
      const { info } = session.client()
      const [place, builder] = await Promise.all([placeOf(grants, source), builderOf(signal)])
      return await prepareBuild(place, { builder, info })
    },

    weigh: async (source, asked) => {
      weighing?.abort()
      weighing = new AbortController()
      const signal = AbortSignal.any([weighing.signal, asked.signal])
      try {
        const [place, builder] = await Promise.all([placeOf(grants, source), builderOf(signal)])
        const context = await openAsked(place.folder, place.dockerfile, { builder })
        return { type: 'weighed', weight: await weighContext(context, { signal }) }
      } catch (error) {
        if (signal.aborted) return { type: 'stopped' }
        throw error
      }
    },

    stopWeighing: () => {
      weighing?.abort()
      return { stopped: weighing !== undefined }
    },

    start: async ({ grant, dockerfile, foreignFrontend = false, ...choices }) => {
      const tags = readTags(choices.tags)
      const place = await placeOf(grants, { grant, dockerfile })
      return begin({ place: await withDockerfile(place), choices: { ...choices, tags }, foreignFrontend })
    },

    view: ({ jobId, ...asked }) => found(watched, jobId).part(asked),
    again: (jobId) => found(remembered, jobId)(),
  }
}

/** The same that the preparation showed. */
async function withDockerfile(place: BuildJob['place']): Promise<BuildJob['place']> {
  if (place.dockerfile !== undefined) return place
  const [first] = await findDockerfiles(place.folder)
  return first === undefined || /^dockerfile$/i.test(first)
    ? place
    : { ...place, dockerfile: join(place.folder, ...first.split('/')) }
}

/** Left out where docker would find it by itself. */
function fileOption({ place: { folder, dockerfile } }: BuildJob): string | undefined {
  if (dockerfile === undefined) return undefined
  const { name } = fileFromFolder(folder, dockerfile)
  return name === 'Dockerfile' ? undefined : harmless(name)
}

/** The oldest gives way. */
function keep<T>(all: Map<string, T>, id: string, one: T, most: number): void {
  all.set(id, one)
  for (const oldest of all.keys()) if (all.size > most) all.delete(oldest)
}

function found<T>(all: ReadonlyMap<string, T>, id: string): T {
  const one = all.get(id)
  if (one === undefined) throw new AppFailure(appError('JOB_NOT_FOUND', { id }))
  return one
}

function shown(name: string): string {
  return ellipsis(harmless(name), 80)
}
