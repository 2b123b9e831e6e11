import type { BuildEvent, BuilderKind } from '@shared/domain/build'
import { z } from 'zod'
import { type BuildMessage, invalid } from './answer'
import { createClassicDecoder } from './classic'
import { createTraceDecoder } from './trace'

/** Messages in, events out. One decoder a build. @throws AppFailure STREAM_INVALID */
export type BuildDecoder = (message: BuildMessage) => readonly BuildEvent[]

const imageAux = z.object({ ID: z.string().regex(/^sha256:[0-9a-f]{64}$/) })

export function createBuildDecoder(builder: BuilderKind): BuildDecoder {
  const own = builder === 'classic' ? createClassicDecoder() : createBuildKitDecoder()
  return (message) => {
    if (message.error !== undefined || message.errorDetail !== undefined) return [failureOf(message)]
    const image = imageAux.safeParse(message.aux)
    return image.success ? [{ type: 'image', imageId: image.data.ID }] : own(message)
  }
}

function createBuildKitDecoder(): BuildDecoder {
  const trace = createTraceDecoder()
  return ({ id, aux }) => {
    if (id !== 'moby.buildkit.trace' || typeof aux !== 'string') return []
    try {
      return trace.decode(aux)
    } catch {
      throw invalid(aux)
    }
  }
}

function failureOf({ error, errorDetail }: BuildMessage): BuildEvent {
  const message = errorDetail?.message ?? error ?? ''
  const exitCode = errorDetail?.code ?? exitCodeIn(message)
  return { type: 'failed', message, ...(exitCode === undefined || exitCode === 0 ? {} : { exitCode }) }
}

/** `process "/bin/sh -c false" did not complete successfully: exit code: 1` (moby/buildkit, solver/errdefs). */
function exitCodeIn(message: string): number | undefined {
  const found = /exit code: (\d+)\s*$/.exec(message)
  return found?.[1] === undefined ? undefined : Number(found[1])
}
