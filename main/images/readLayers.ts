import type { ImageLayers } from '@shared/domain/imageLayers'
import type { EngineClient } from '../ports/engineClient'
import type { Chains } from './chains'
import type { ImageTable } from './imageTable'
import { layersAnswer } from './layers'
import { readStackAndOthers } from './readStack'

/** The stack of an image and who shares it. What others are made of is read once ever, and waited for a moment only. */
export async function readLayers(
  client: EngineClient,
  chains: Chains,
  table: ImageTable,
  { image, signal }: { readonly image: string; readonly signal?: AbortSignal },
): Promise<ImageLayers> {
  const { stack, others } = await readStackAndOthers(client, chains, table, {
    image,
    ...(signal && { signal }),
  })
  const { inspected } = stack
  const known = chains.known(others)
  return layersAnswer(stack, {
    others: known,
    unread: others.length - known.length,
    size: table.row(inspected.id)?.size ?? inspected.size,
    store: client.info.store,
  })
}
