import type { BaseImage } from '@shared/domain/imageHistory'
import type { EngineClient, InspectedImage, ListedHistory } from '../ports/engineClient'
import { largestBase } from './baseImage'
import type { Chains } from './chains'
import type { HistoryFacts } from './history'
import type { ImageTable } from './imageTable'
import { sharersPerLayer, sharingImages } from './layers'
import { readStackAndOthers } from './readStack'

/** What an engine tells of an image without giving its layers. */
export type InsideFacts = HistoryFacts & {
  readonly inspected: InspectedImage
  /** Newest first. */
  readonly history: readonly ListedHistory[]
  /** By layer, bottom first: other images known by now that have the very same layer on the same layers. */
  readonly sharedBy: readonly number[]
}

export async function readInside(
  client: EngineClient,
  chains: Chains,
  table: ImageTable,
  { image, signal }: { readonly image: string; readonly signal?: AbortSignal },
): Promise<InsideFacts> {
  const { stack, others } = await readStackAndOthers(client, chains, table, {
    image,
    ...(signal && { signal }),
  })
  const sharing = sharingImages(stack.diffIds, chains.known(others))
  return { ...stack, sharedBy: sharersPerLayer(stack.diffIds.length, sharing) }
}

export type Neighbours = { readonly sharedBy: readonly number[]; readonly base?: BaseImage }

/** Images here that have the lowest layers of an image that lies elsewhere, as far as they are known by now. */
export function neighboursOf(diffIds: readonly string[], chains: Chains, table: ImageTable): Neighbours {
  const others = chains.known(table.rows().filter(({ naming }) => naming !== 'intermediate'))
  const best = largestBase(diffIds, others)
  return {
    sharedBy: sharersPerLayer(diffIds.length, sharingImages(diffIds, others)),
    ...(best && {
      base: {
        imageId: best.id,
        layers: best.diffIds.length,
        known: 'chain',
        ...(best.name && { name: best.name }),
      },
    }),
  }
}
