import type { ImageId } from '@shared/domain/image'
import type { EngineLedger } from '../ledger/engineLedger'
import type { EngineClient } from '../ports/engineClient'
import type { ImageTable } from './imageTable'
import { inParallel, widthOf } from './inParallel'

type Told = { readonly table: ImageTable; readonly ledger: EngineLedger }

/** What was heard is in the table now: the ledger takes it in, and the rows of which more is known follow. */
export function settleLedger({ table, ledger }: Told, whole: boolean): void {
  touchAll(table, ledger.settle(table, [...table.dirty()], whole))
}

/** Containers that ended before anyone watched: an inspect each, once ever. */
export async function lookAtEnds({ table, ledger }: Told, client: EngineClient, signal: AbortSignal) {
  const ids = ledger.unknownEnds(table)
  await inParallel(ids, widthOf(client.info.store), async (id) => {
    const container = await client.inspectContainer(id, { signal })
    if (container !== undefined) touchAll(table, ledger.sawEnd(container))
  })
}

export function touchAll(table: ImageTable, ids: Iterable<ImageId>): void {
  for (const id of ids) table.touch(id)
}
