import type { Keep } from '@shared/domain/cleanup'
import type { CleanupRequest } from '@shared/domain/cleanupRequest'
import type { ImageId } from '@shared/domain/image'
import { compileReferenceMatch } from '@shared/domain/imageMatch'
import { AppFailure, appError } from '@shared/errors'

/** What never goes, whatever the request fits. */
export type Protection = {
  readonly image: (id: ImageId) => Keep | undefined
  readonly name: (reference: string) => Keep | undefined
}

/** 12 digits or more, as docker shows ids: fewer could be a name. */
const idPin = /^(?:sha256:)?([0-9a-f]{12,64})$/

/** Throws INPUT_INVALID {field} for a malformed glob: a pin that protects nothing must not pass for one that does. */
export function protectionOf(
  { never = [], except = [] }: Pick<CleanupRequest, 'never' | 'except'>,
  pins: readonly string[],
): Protection {
  const unticked = new Set(except)
  const all = [...new Set([...pins, ...never])]
  const globs = all.map((by) => ({ by, matches: compiled(by) }))
  const ids = all.flatMap((by) => {
    const hex = idPin.exec(by)?.[1]
    return hex === undefined ? [] : [{ by, hex }]
  })
  return {
    image: (id) => {
      if (unticked.has(id)) return { type: 'unticked' }
      const hex = id.slice(id.indexOf(':') + 1)
      const pin = ids.find((each) => hex.startsWith(each.hex))
      return pin === undefined ? undefined : { type: 'pinned', by: pin.by }
    },
    name: (reference) => {
      if (unticked.has(reference)) return { type: 'unticked' }
      const pin = globs.find(({ matches }) => matches(reference))
      return pin === undefined ? undefined : { type: 'pinned', by: pin.by }
    },
  }
}

function compiled(pin: string): (reference: string) => boolean {
  const matches = compileReferenceMatch(pin)
  if (matches === undefined) throw new AppFailure(appError('INPUT_INVALID', { field: 'never' }))
  return matches
}
