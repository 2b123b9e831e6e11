import type { ImageLayers } from '@shared/domain/imageLayers'
import type { EngineClient } from '../ports/engineClient'
import type { SizeBook } from '../sizes/sizeView'
import type { Chains } from './chains'
import type { ImageTable } from './imageTable'
import { layersAnswer, surroundingsOf } from './layers'
import { chainPatience, chainsPatience, nameOf, readStack } from './readStack'

export type LayersAsked = {
  readonly image: string
  /** Of the engine that is asked. */
  readonly key: string
  readonly signal?: AbortSignal
}

/**
 * The stack of an image and who shares it. Bytes and sharers are those of the book of sizes, as in the list and on the disk
 * page; what others are made of is read once ever, and waited for a moment only.
 */
export async function readLayers(
  client: EngineClient,
  chains: Chains,
  { table, book }: { readonly table: ImageTable; readonly book: Pick<SizeBook, 'learn' | 'view'> },
  { image, key, signal }: LayersAsked,
): Promise<ImageLayers> {
  const asked = signal === undefined ? {} : { signal }
  const until = performance.now() + chainPatience
  const stack = await readStack(client, chains, table, { image, patience: chainsPatience(), ...asked })
  const { inspected, history } = stack
  book.learn(key, inspected.id, history)
  const patience = Math.max(0, until - performance.now())
  const view = await book.view({ patience, unconfirmed: true, ...asked })
  const { id } = inspected
  const size = table.row(id)?.size ?? inspected.size
  return layersAnswer(
    stack,
    surroundingsOf(view, { id, size }, (other) => nameOf(table.row(other))),
  )
}
