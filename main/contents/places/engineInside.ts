import type { ContentBase } from '@shared/domain/contents'
import type { InspectedImage, ListedHistory } from '../../ports/engineClient'

/** What an engine tells of an image without giving its layers. */
export type EngineInside = {
  readonly inspected: InspectedImage
  /** Newest first, as the engine lists it. */
  readonly history: readonly ListedHistory[]
  /** Oldest first: the layer of each step, `empty`, or undefined where it can't be known. */
  readonly steps: readonly (number | 'empty' | undefined)[]
  readonly sharedBy: readonly number[]
  readonly base?: Omit<ContentBase, 'bytes'>
}
