import { type HeldBuild, heldLines, withPart } from '@shared/domain/buildPart'
import type { AppError } from '@shared/errors'
import { errorOf, strata, unwrap } from '../../api'

export type BuildReading = { readonly held?: HeldBuild; readonly error?: AppError }

/** Reads a build part by part: one question at a time, and one more when something happened meanwhile. */
export type BuildReader = {
  readonly ask: () => void
  readonly stop: () => void
}

/** Main takes so many; a build has far fewer. */
const maxSteps = 5_000

export function buildReader(jobId: string, onReading: (reading: BuildReading) => void): BuildReader {
  let held: HeldBuild | undefined
  let busy = false
  let wanted = false
  let stopped = false

  const readOnce = async (): Promise<boolean> => {
    const known =
      held === undefined ? {} : { after: held.revision, held: [...heldLines(held.view)].slice(0, maxSteps) }
    const part = await unwrap(strata().builds.view({ jobId, ...known }))
    if (stopped) return false
    held = withPart(held, part)
    onReading({ held })
    return part.more
  }
  const read = async (): Promise<void> => {
    busy = true
    try {
      while (wanted && !stopped) {
        wanted = false
        wanted = (await readOnce()) || wanted
      }
    } catch (cause) {
      if (!stopped) onReading({ ...(held === undefined ? {} : { held }), error: errorOf(cause) })
    } finally {
      busy = false
    }
  }
  return {
    ask() {
      wanted = true
      if (!busy && !stopped) void read()
    },
    stop() {
      stopped = true
    },
  }
}
