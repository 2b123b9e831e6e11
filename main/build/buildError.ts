import type { BuildView, DockerfileSpot } from '@shared/domain/build'
import { type AppError, appError } from '@shared/errors'
import { ellipsis, harmless } from '@shared/text'
import { locateLine, locateStep } from './dockerfile/locateStep'
import { invalid } from './dockerfile/problems'

/** A failed build in our words, and where in the Dockerfile it happened when that can be told. */
export type ExplainedFailure = { readonly error: AppError; readonly spot?: DockerfileSpot }

/**
 * The engine says why a build failed in one sentence, which differs by builder and age; what it does not know is left as
 * BUILD_FAILED with its words. Seen on 20.10, 26.1 and 28.5 (test/golden/build/failures.json).
 */
export function explainFailure(
  view: Pick<BuildView, 'failure' | 'steps'>,
  dockerfile: { readonly content: string; readonly file: string },
): ExplainedFailure {
  const message = view.failure?.message ?? ''
  const step = view.steps.find(({ id }) => id === view.failure?.stepId)
  const { content, file } = dockerfile
  const parse = /dockerfile parse error (?:on )?line (\d+):?\s*([\s\S]*)/i.exec(message)
  if (parse !== null) {
    const line = Number(parse[1])
    return withSpot(
      { ...invalid(file, line, parse[2] ?? ''), detail: message },
      locateLine(content, file, line),
    )
  }
  const spot = step === undefined ? undefined : locateStep(content, file, step.name)
  return withSpot(errorOf(message, view.failure?.exitCode, step?.name, spot), spot)
}

function errorOf(
  message: string,
  exitCode: number | undefined,
  stepName: string | undefined,
  spot: DockerfileSpot | undefined,
): AppError {
  const detail = { detail: message }
  const missing = missingSource(message)
  if (missing !== undefined) return appError('BUILD_SOURCE_MISSING', { path: param(missing) }, detail)
  const target =
    /target stage "?([^"\s]+)"? could not be found|failed to reach build target (\S+) in Dockerfile/i.exec(
      message,
    )
  if (target !== null)
    return appError('BUILD_TARGET_UNKNOWN', { target: param(target[1] ?? target[2] ?? '') }, detail)
  if (/no space left on device/i.test(message))
    return appError('ENGINE_DISK_FULL', {}, { ...detail, retryable: true })
  if (/failed to prepare extraction snapshot[\s\S]*parent snapshot \S+ does not exist/i.test(message))
    return appError('BUILD_LAYER_LOST', {}, { ...detail, retryable: true })
  if (exitCode !== undefined) {
    const params = { step: param(stepName ?? ''), exitCode, line: spot?.lines.start ?? '?' }
    return appError('BUILD_STEP_FAILED', params, detail)
  }
  const image = missingBase(message, stepName)
  if (image !== undefined)
    return appError('BUILD_BASE_UNAVAILABLE', { image: param(image) }, { ...detail, retryable: true })
  return appError('BUILD_FAILED', {}, detail)
}

/** `"/nope": not found` (23.0 on), `"/nope" not found: not found` (20.10), classic: `COPY failed: … stat nope: file does not exist`. */
function missingSource(message: string): string | undefined {
  const buildKit = /(?:cache key|checksum of ref)[\s\S]*"([^"]+)"(?:: not found| not found: not found)/i.exec(
    message,
  )
  const classic =
    /(?:COPY|ADD) failed: (?:file not found in build context[\s\S]*?stat ([^:]+):|stat \S*?\/docker-builder\d+\/([^:]+):)/i.exec(
      message,
    )
  const wildcard = /(?:COPY|ADD) failed: no source files were specified/i.test(message) ? '*' : undefined
  return buildKit?.[1] ?? classic?.[1] ?? classic?.[2] ?? wildcard
}

function missingBase(message: string, stepName: string | undefined): string | undefined {
  const metadata = /load metadata for (\S+)$/.exec(stepName ?? '')?.[1]
  if (metadata !== undefined) return metadata
  const pulling = /failed to resolve source metadata for ([^\s:]+(?::\d+)?[^\s]*?): /i.exec(message)?.[1]
  if (pulling !== undefined) return pulling
  const classic = /pull access denied for ([^,\s]+)|manifest for (\S+) not found/i.exec(message)
  return classic?.[1] ?? classic?.[2] ?? /\/v2\/(\S+?)\/manifests\//.exec(message)?.[1]
}

function param(text: string): string {
  return ellipsis(harmless(text), 300)
}

function withSpot(error: AppError, spot: DockerfileSpot | undefined): ExplainedFailure {
  return spot === undefined ? { error } : { error, spot }
}
