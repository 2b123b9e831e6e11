import type { DockerfileSpot } from '@shared/domain/build'
import type { BuildChoices, BuildPair } from '@shared/domain/buildChoices'
import { type AppError, AppFailure } from '@shared/errors'
import type { JobContext, JobOutcome } from '../jobs/job'
import type { CredentialSource } from '../ports/credentialSource'
import type { EngineClient } from '../ports/engineClient'
import { type BuildContext, type BuildOutcome, buildImage } from './buildImage'
import type { BuildPlace } from './buildPlace'
import type { BuildWatch } from './buildWatch'
import { openContext } from './context/openContext'
import { locateLine } from './dockerfile/locateStep'

export type BuildJob = {
  readonly place: BuildPlace
  readonly choices: BuildChoices
  readonly foreignFrontend: boolean
}

type World = {
  readonly client: EngineClient
  readonly credentials: CredentialSource
  readonly watch: BuildWatch
}

/** One build as a job. @throws AppFailure when it failed, the signal's reason when it was stopped in time */
export async function runBuild(
  { client, credentials, watch }: World,
  { place, choices, foreignFrontend }: BuildJob,
  job: JobContext,
): Promise<JobOutcome> {
  const engine = client.builds(credentials)
  const { buildArgs, labels, ...rest } = choices
  const options = { ...rest, ...place, buildArgs: mapOf(buildArgs), labels: mapOf(labels), foreignFrontend }
  const context = { signal: job.signal, log: job.log, ...telling(watch, job) }
  const outcome = await ending(watch, place, buildImage({ engine, client }, options, context))
  if (outcome.type === 'built') return { result: { type: 'build', report: outcome.report } }
  throw outcome.type === 'stopped' ? job.signal.reason : new AppFailure(outcome.error)
}

/** However it ended, whoever watches is told, and where it went wrong. */
async function ending(
  watch: BuildWatch,
  place: BuildPlace,
  build: Promise<BuildOutcome>,
): Promise<BuildOutcome> {
  let spot: DockerfileSpot | undefined
  try {
    const outcome = await build
    if (outcome.type === 'failed') spot = outcome.spot
    return outcome
  } catch (error) {
    if (error instanceof AppFailure) spot = await spotOf(error.error, place)
    throw error
  } finally {
    watch.end(spot)
  }
}

/** Steps are what a build counts; bytes only say how far the upload is. */
function telling(watch: BuildWatch, job: JobContext): Pick<BuildContext, 'progress' | 'view'> {
  let sent = { bytes: 0, total: 0 }
  let current: string | undefined
  const tell = () => {
    const { counts } = watch.view()
    job.progress({
      done: counts.completed,
      total: counts.total,
      unit: 'steps',
      build: { revision: watch.revision(), counts, sent },
      ...(current === undefined ? {} : { current }),
    })
  }
  return {
    progress: (progress) => {
      sent = { bytes: progress.done, total: progress.total }
      current = progress.current
      tell()
    },
    view: (view) => {
      watch.show(view)
      tell()
    },
  }
}

function mapOf(pairs: readonly BuildPair[]): ReadonlyMap<string, string> {
  return new Map(pairs.map(({ name, value }) => [name, value]))
}

/** A Dockerfile that does not parse is refused before there are steps; its line is shown all the same. */
async function spotOf(
  { code, params }: AppError,
  { folder, dockerfile }: BuildPlace,
): Promise<DockerfileSpot | undefined> {
  if (code !== 'BUILD_DOCKERFILE_INVALID') return undefined
  try {
    const builder = 'buildkit'
    const context = await openContext(folder, {
      builder,
      ...(dockerfile === undefined ? {} : { dockerfile }),
    })
    return locateLine(
      context.dockerfile.bytes.toString('utf8'),
      context.dockerfile.name,
      Number(params['line']),
    )
  } catch (error) {
    if (error instanceof AppFailure) return undefined
    throw error
  }
}
