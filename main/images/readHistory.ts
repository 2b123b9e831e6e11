import type { ImageHistory } from '@shared/domain/imageHistory'
import type { EngineClient } from '../ports/engineClient'
import type { Chains } from './chains'
import { historyAnswer } from './history'
import type { ImageTable } from './imageTable'
import { chainsPatience, readStack } from './readStack'

/** What the history page needs. */
export async function readHistory(
  client: EngineClient,
  chains: Chains,
  table: ImageTable,
  {
    image,
    from = 0,
    signal,
  }: { readonly image: string; readonly from?: number; readonly signal?: AbortSignal },
): Promise<ImageHistory> {
  const asked = { image, patience: chainsPatience(), ...(signal && { signal }) }
  return historyAnswer(await readStack(client, chains, table, asked), from)
}
