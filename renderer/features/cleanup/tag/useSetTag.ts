import type { TagOutcome } from '@shared/domain/tagging'
import type { AppError } from '@shared/errors'
import { useState } from 'react'
import { errorOf, strata, unwrap } from '../../../api'
import { expectedOwner, type ValidPreview } from './tag.logic'

export type SetTag = {
  readonly busy: boolean
  readonly error: AppError | undefined
  readonly clear: () => void
  readonly run: (imageId: string, preview: ValidPreview) => Promise<TagOutcome | undefined>
}

/** Does what the preview said, or nothing: main refuses when the tag changed hands meanwhile. */
export function useSetTag(): SetTag {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<AppError>()
  return {
    busy,
    error,
    clear: () => setError(undefined),
    run: async (imageId, preview) => {
      const owner = expectedOwner(preview)
      const input = { imageId, reference: preview.canonical }
      setBusy(true)
      setError(undefined)
      try {
        return await unwrap(
          strata().images.tag(owner === undefined ? input : { ...input, expectedOwner: owner }),
        )
      } catch (cause) {
        setError(errorOf(cause))
        return undefined
      } finally {
        setBusy(false)
      }
    },
  }
}
