import type { ImageRow } from '@shared/domain/image'
import { firstName } from '@shared/domain/imageNames'
import type { EngineClient, InspectedImage, ListedHistory } from '../ports/engineClient'
import { largestBase } from './baseImage'
import type { Chains } from './chains'
import { alignHistory, type HistoryBase, type HistoryFacts } from './history'
import type { ImageTable } from './imageTable'
import { inParallel } from './inParallel'

/** How long an answer waits for the chains of other images the first time, in ms; later they are all known. */
export const chainPatience = 2_500

export type StackAsked = {
  readonly image: string
  readonly signal?: AbortSignal
  /** Ends the wait for the chains of other images. */
  readonly patience: Promise<unknown>
}

/** Gathers what the steps and the layers of an image are told from; the computing is in history.ts and layers.ts. */
export async function readStack(
  client: EngineClient,
  chains: Chains,
  table: ImageTable,
  { image, signal, patience }: StackAsked,
): Promise<HistoryFacts & { readonly inspected: InspectedImage }> {
  const inspected = await client.inspectImage(image, { signal })
  const history = await client.imageHistory(inspected.id, { signal })
  chains.note(inspected)
  const layers = await layersOfSteps(chains, history, signal)
  const aligned = alignHistory(history, inspected.diffIds, (id) => layers.get(id))
  const base = await findBase(client, chains, table, inspected, history, layers, patience, signal)
  return { inspected, history, diffIds: inspected.diffIds, aligned, ...(base && { base }) }
}

/** The same, and the images that may share its layers: what those are made of is read once ever, and waited for a moment only. */
export async function readStackAndOthers(
  client: EngineClient,
  chains: Chains,
  table: ImageTable,
  { image, signal }: Omit<StackAsked, 'patience'>,
): Promise<{ readonly stack: Awaited<ReturnType<typeof readStack>>; readonly others: readonly ImageRow[] }> {
  const patience = chainsPatience()
  const stack = await readStack(client, chains, table, { image, patience, ...(signal && { signal }) })
  const others = table
    .rows()
    .filter(({ id, naming }) => id !== stack.inspected.id && naming !== 'intermediate')
  // The scan goes on when patience ends: the next look finds it done.
  await Promise.race([chains.of(others).catch(() => []), patience])
  signal?.throwIfAborted()
  return { stack, others }
}

/** Layers of the images that the classic builder left behind at its steps, by image id. */
async function layersOfSteps(
  chains: Chains,
  history: readonly ListedHistory[],
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, number>> {
  const layers = new Map<string, number>()
  const ids = new Set(history.flatMap(({ imageId }) => imageId ?? []))
  await inParallel([...ids], chains.width, async (id) => {
    const facts = await chains.facts(id, signal)
    if (facts !== undefined) layers.set(id, facts.diffIds.length)
  })
  return layers
}

async function findBase(
  client: EngineClient,
  chains: Chains,
  table: ImageTable,
  image: InspectedImage,
  history: readonly ListedHistory[],
  layers: ReadonlyMap<string, number>,
  patience: Promise<unknown>,
  signal: AbortSignal | undefined,
): Promise<HistoryBase | undefined> {
  const recorded = history.find(({ imageId }) => isNamedAncestor(table, image, imageId))?.imageId
  if (recorded !== undefined) {
    const name = nameOf(table.row(recorded))
    const count = layers.get(recorded) ?? 0
    const base = { imageId: recorded, layers: count, known: 'parent' as const, ...(name && { name }) }
    return { image: base, history: history.slice(history.findIndex((line) => line.imageId === recorded)) }
  }
  const others = table.rows().filter((row) => mayBeBase(row, image, table))
  const scan = chains.of(others)
  // The scan goes on when patience ends: the next look finds it done.
  const found = await Promise.race([scan.catch(() => []), patience.then(() => [])])
  signal?.throwIfAborted()
  const best = largestBase(image.diffIds, found)
  if (best === undefined) return undefined
  const base = { imageId: best.id, layers: best.diffIds.length, known: 'chain' as const }
  const own = await client.imageHistory(best.id, { signal }).catch(() => undefined)
  return { image: { ...base, ...(best.name && { name: best.name }) }, ...(own && { history: own }) }
}

/** The classic builder's own record: the first ancestor that has a name is what FROM named. */
function isNamedAncestor(table: ImageTable, image: InspectedImage, id: string | undefined): boolean {
  if (id === undefined || id === image.id) return false
  const row = table.row(id)
  return row !== undefined && (row.naming === 'tagged' || row.naming === 'digestOnly')
}

/** Cheap signs first: what stands on an image is no smaller than it, and nobody means a builder's half-way image. */
function mayBeBase(row: ImageRow, image: InspectedImage, table: ImageTable): boolean {
  const size = table.row(image.id)?.size ?? image.size
  return row.id !== image.id && row.naming !== 'intermediate' && row.size <= size
}

export function nameOf(row: ImageRow | undefined): string | undefined {
  return row && firstName(row)
}

export async function chainsPatience(): Promise<void> {
  await new Promise<void>((resolve) => setTimeout(resolve, chainPatience).unref())
}
