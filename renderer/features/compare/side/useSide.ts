import type { OpenedImage } from '@shared/domain/contents'
import { type Loaded, useOpened } from '../../../api'
import type { ComparedImage } from '../../frame'

/** The image of one side, opened; it reads no layer. */
export function useSide(chosen: ComparedImage | undefined): Loaded<OpenedImage> {
  return useOpened(
    chosen === undefined
      ? undefined
      : { place: chosen.place, ...(chosen.choice === undefined ? {} : { choice: chosen.choice }) },
  )
}
