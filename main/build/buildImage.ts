import { createHash } from 'node:crypto'
import type { BuilderKind, BuildOptions, BuildReport, BuildView, DockerfileSpot } from '@shared/domain/build'
import { applyBuildEvents, type BuildModel, endBuild, newBuild, viewOf } from '@shared/domain/buildSteps'
import type { ImageId } from '@shared/domain/image'
import { type AppError, AppFailure, appError } from '@shared/errors'
import type { BuildEngine, BuildInput } from '../ports/buildEngine'
import type { EngineClient } from '../ports/engineClient'
import { type ExplainedFailure, explainFailure } from './buildError'
import { buildNarrator } from './buildNarrator'
import { ownersOf, reportOf } from './buildResult'
import { checkOptions } from './checkOptions'
import { openContextFolder } from './context/contextFolder'
import { oddSource } from './context/oddSource'
import { type OpenContext, openContext } from './context/openContext'
import { packContext } from './context/pack'
import { weighContext } from './context/weigh'
import { registriesOf } from './dockerfile/outline'
import { undoBuild } from './undoBuild'

export type BuildImageOptions = BuildOptions & {
  /** Absolute; from a grant, never from a page. */
  readonly folder: string
  /** Absolute, or relative to the folder; `Dockerfile` in it by default. */
  readonly dockerfile?: string
  /** The person was shown the foreign frontend of the Dockerfile and agreed. */
  readonly foreignFrontend?: boolean
}

/** What the work of the job is given (main/jobs/job.ts, JobContext, narrowed). */
export type BuildContext = {
  readonly signal: AbortSignal
  /** Bytes handed to the engine, of the bytes that the context weighs. */
  readonly progress: (progress: {
    readonly done: number
    readonly total: number
    readonly unit: 'bytes'
    readonly current?: string
  }) => void
  readonly log: (text: string) => void
  /** About ten times a second at most; the last one always. */
  readonly view?: (view: BuildView) => void
}

export type BuildOutcome =
  /** The stream ended well, the image is there, and every tag points at it. */
  | { readonly type: 'built'; readonly report: BuildReport; readonly view: BuildView }
  | {
      readonly type: 'failed'
      readonly error: AppError
      readonly spot?: DockerfileSpot
      readonly view: BuildView
    }
  /** Cancelled in time: nothing runs, and no tag moved. */
  | { readonly type: 'stopped'; readonly view: BuildView }

export type BuildServices = {
  readonly engine: BuildEngine
  readonly client: Pick<EngineClient, 'inspectImage' | 'tagImage' | 'removeImage'>
  readonly now?: () => number
}

/**
 * One build, from the folder to the checked image.
 * @throws AppFailure for what is wrong before anything is sent (CONTEXT_*, BUILD_DOCKERFILE_INVALID, REFERENCE_*,
 *   BUILD_TARGET_UNKNOWN, BUILD_FRONTEND_FOREIGN) and for an engine that is lost (ENGINE_*, STREAM_*)
 */
export async function buildImage(
  services: BuildServices,
  options: BuildImageOptions,
  job: BuildContext,
): Promise<BuildOutcome> {
  const { engine, client } = services
  const { signal } = job
  signal.throwIfAborted()
  const builder = await engine.builder({ signal })
  const context = await openContext(options.folder, { builder, ...dockerfileOf(options) })
  const content = context.dockerfile.bytes.toString('utf8')
  const tags = checkOptions(options, { content, file: context.dockerfile.name, builder })
  const weight = await weighContext(context, { signal })
  const before = await ownersOf(client, tags, signal)

  const narrator = buildNarrator(job, weight.bytes, services.now ?? Date.now)
  const sent = (bytes: number) => narrator.sent(bytes)
  const { input, close } = inputOf(context, builder, { signal, sent })
  let model = newBuild(builder)
  let problem: Error | undefined
  try {
    const request = {
      builder,
      options: { ...options, tags },
      input,
      registries: registriesOf(content, options.buildArgs),
      sent,
    }
    for await (const events of engine.build(request, { signal })) {
      model = applyBuildEvents(model, events)
      narrator.show(model)
    }
  } catch (error) {
    problem = error instanceof Error ? error : new Error(String(error))
  } finally {
    close()
  }
  model = endBuild(model)
  const view = narrator.end(model)

  // Asked for by a job that was told to stop: these calls are the stopping, and take no signal.
  if (signal.aborted) {
    const undone = await undoBuild(client, { tags, before, model })
    if (undone.type === 'undone') return { type: 'stopped', view }
    const done = doneAfterAll(model, undone.imageId)
    const report = { tags, before, model: done, view: viewOf(done), sentBytes: narrator.sentBytes() }
    return await finish(client, report)
  }
  // What we could not read or tell the engine broke the build: that says more than what became of it there.
  if (problem instanceof AppFailure && /^(?:CONTEXT|CREDENTIAL)_/.test(problem.error.code)) throw problem
  // Stopped by us because the engine was left: that it was cancelled there is the echo of it.
  const echo = /context canceled/i.test(model.failure?.message ?? '')
  if (problem !== undefined && echo) throw problem
  if (model.failure !== undefined) {
    const explained = explainFailure(view, { content, file: context.dockerfile.name })
    return { type: 'failed', ...(await withOddSource(explained, context)), view }
  }
  if (problem !== undefined) throw problem
  return await finish(client, { tags, before, model, view, sentBytes: narrator.sentBytes() })
}

/** What the builder calls missing, or can't explain, may be there and yet be nothing that is sent. */
async function withOddSource(explained: ExplainedFailure, context: OpenContext): Promise<ExplainedFailure> {
  const { error, spot } = explained
  if (error.code !== 'BUILD_SOURCE_MISSING' && error.code !== 'BUILD_FAILED') return explained
  const content = context.dockerfile.bytes.toString('utf8')
  const odd = await oddSource(context.root, content, spot?.lines.start)
  if (odd === undefined) return explained
  return { ...explained, error: { ...odd, ...(error.detail === undefined ? {} : { detail: error.detail }) } }
}

type Finished = {
  readonly tags: readonly string[]
  readonly before: Awaited<ReturnType<typeof ownersOf>>
  readonly model: BuildModel
  readonly view: BuildView
  readonly sentBytes: number
}

/** The cancel came too late: the engine may call it cancelled, but the tags point at what it wrote. */
function doneAfterAll(model: BuildModel, imageId: ImageId): BuildModel {
  const { failure: _failure, ...rest } = model
  return { ...rest, imageId }
}

/** The stream ended without an error; that alone is no image yet. A cancel from here on comes too late. */
async function finish(
  client: BuildServices['client'],
  { tags, before, model, view, sentBytes }: Finished,
): Promise<BuildOutcome> {
  if (model.imageId === undefined) {
    return { type: 'failed', error: appError('BUILD_NO_RESULT', {}, { retryable: true }), view }
  }
  try {
    const checked = await reportOf(client, { imageId: model.imageId, tags, before })
    const { builder, counts, warnings } = view
    return { type: 'built', report: { ...checked, builder, counts, warnings, sentBytes }, view }
  } catch (error) {
    if (error instanceof AppFailure) return { type: 'failed', error: error.error, view }
    throw error
  }
}

function dockerfileOf({ dockerfile }: BuildImageOptions): { readonly dockerfile?: string } {
  return dockerfile === undefined ? {} : { dockerfile }
}

/** BuildKit asks for the files it needs; the classic builder gets everything in one tar. */
function inputOf(
  context: OpenContext,
  builder: BuilderKind,
  options: { readonly signal: AbortSignal; readonly sent: (bytes: number) => void },
): { readonly input: BuildInput; readonly close: () => void } {
  if (builder === 'classic') {
    const { tar, dockerfile } = packContext(context, options)
    return { input: { type: 'tar', tar, dockerfile }, close: () => tar.destroy() }
  }
  const { root, dockerfile } = context
  const input: BuildInput = {
    type: 'folders',
    context: openContextFolder(root),
    dockerfileFolder: openContextFolder(dockerfile.folder),
    dockerfile: dockerfile.name,
    // The engine keeps what it was sent under this; the path itself is none of its business.
    sharedKey: `strata:${createHash('sha256').update(root).digest('hex').slice(0, 32)}`,
  }
  return { input, close: () => {} }
}
