import type { ImageLayers } from '@shared/domain/imageLayers'
import type { EngineClient } from '../ports/engineClient'
import type { Chains } from './chains'
import type { ImageTable } from './imageTable'
import { layersAnswer } from './layers'
import { chainsPatience, readStack } from './readStack'

/** The stack of an image and who shares it. What others are made of is read once ever, and waited for a moment only. */
export async function readLayers(
  client: EngineClient,
  chains: Chains,
  table: ImageTable,
  { image, signal }: { readonly image: string; readonly signal?: AbortSignal },
): Promise<ImageLayers> {
  const patience = chainsPatience()
  const stack = await readStack(client, chains, table, { image, patience, ...(signal && { signal }) })
  const { inspected } = stack
  const others = table.rows().filter(({ id, naming }) => id !== inspected.id && naming !== 'intermediate')
  // The scan goes on when patience ends: the next look finds it done.
  await Promise.race([chains.of(others).catch(() => []), patience])
  signal?.throwIfAborted()
  const known = chains.known(others)
  return layersAnswer(stack, {
    others: known,
    unread: others.length - known.length,
    size: table.row(inspected.id)?.size ?? inspected.size,
    store: client.info.store,
  })
}
