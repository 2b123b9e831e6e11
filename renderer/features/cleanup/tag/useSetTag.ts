import type { TagOutcome } from '@shared/domain/tagging'
import { type Asking, strata, unwrap, useAsking } from '../../../api'
import { expectedOwner, type ValidPreview } from './tag.logic'

export type SetTag = Omit<Asking, 'ask'> & {
  readonly run: (imageId: string, preview: ValidPreview) => Promise<TagOutcome | undefined>
}

/** Does what the preview said, or nothing: main refuses when the tag changed hands meanwhile. */
export function useSetTag(): SetTag {
  const { ask, ...asking } = useAsking()
  return {
    ...asking,
    run: async (imageId, preview) => {
      const owner = expectedOwner(preview)
      const input = { imageId, reference: preview.canonical }
      return await ask(
        async () =>
          await unwrap(strata().images.tag(owner === undefined ? input : { ...input, expectedOwner: owner })),
      )
    },
  }
}
