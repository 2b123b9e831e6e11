import { createHash } from 'node:crypto'
import { cutText } from '@shared/domain/cutText'
import type { ImageStore } from '@shared/domain/engine'
import type { ImageId } from '@shared/domain/image'
import type {
  EmptyStep,
  ImageLayer,
  ImageLayers,
  LayerTotals,
  SharingImage,
} from '@shared/domain/imageLayers'
import type { ByteSum } from '@shared/domain/sizes'
import { cut } from '@shared/text'
import type { ListedHistory } from '../ports/engineClient'
import type { Level } from '../sizes/forest'
import type { SizeView } from '../sizes/sizeView'
import type { Chain } from './baseImage'
import { fairLimit } from './cutTexts'
import type { HistoryFacts } from './history'
import { emptyDiffId } from './layerAlignment'

/** Real images stop at 127 layers; the containerd store takes more. */
const mostLayers = 500
const mostEmptySteps = 500
const mostSharing = 200
/** Characters of instructions in one answer. */
const textBudget = 300_000
const maxComment = 120

/** What the book of sizes knows of the image: the one source of its bytes, and of who has them too. */
export type LayerSurroundings = {
  /** Its layers, bottom first; undefined while they are not read. */
  readonly levels: readonly Level[] | undefined
  /** Bytes that no other image has. */
  readonly unique: ByteSum | undefined
  /** Those that share most layers first. */
  readonly sharing: readonly SharingImage[]
  readonly unread: number
  /** The image's own size, as the list has it. */
  readonly size: number
  readonly store: ImageStore
}

/** Pure: what the book knows around an image. */
export function surroundingsOf(
  view: SizeView,
  { id, size }: { readonly id: ImageId; readonly size: number },
  nameOf: (id: ImageId) => string | undefined,
): LayerSurroundings {
  const sharing = view.sharers(id).map(({ image, layers }): SharingImage => {
    const name = nameOf(image)
    return { imageId: image, layers, ...(name && { name }) }
  })
  return {
    levels: view.layers(id),
    unique: view.unique(id),
    sharing: sharing.sort(mostFirst),
    unread: view.unread,
    size,
    store: view.store,
  }
}

/** Pure: the stack bottom first, with its sums over all layers even where the answer holds the lowest ones only. */
export function layersAnswer(facts: HistoryFacts, around: LayerSurroundings): ImageLayers {
  const { diffIds, aligned, base } = facts
  const steps = stepsOf(facts)
  const { levels = [], sharing, store } = around
  const limit = textLimit(steps)
  const baseLayers = base?.image.layers ?? 0
  const chainIds = chainIdsOf(diffIds)
  const layers = diffIds.map((diffId, index): ImageLayer => {
    const step = steps.made.get(index)
    const bytes = layerBytes(levels, index, diffId, store)
    return {
      index,
      diffId,
      chainId: chainIds[index] ?? diffId,
      ...(bytes === undefined ? {} : { bytes }),
      ...(step === undefined ? {} : { step: shown(step, limit) }),
      isBase: index < baseLayers,
      sharedBy: levels[index]?.others ?? 0,
    }
  })
  return {
    layers: layers.slice(0, mostLayers),
    layerCount: layers.length,
    emptySteps: steps.empty
      .slice(0, mostEmptySteps)
      .map(({ above, step }): EmptyStep => ({ above, createdBy: cutText(step.createdBy, limit) })),
    emptyCount: steps.empty.length,
    alignment: aligned.alignment,
    ...(base === undefined ? {} : { base: base.image }),
    sharing: sharing.slice(0, mostSharing),
    sharingCount: sharing.length,
    unread: around.unread,
    totals: totalsOf(layers, around, base && baseLayers),
    store,
  }
}

type Steps = {
  /** By layer. */
  readonly made: ReadonlyMap<number, ListedHistory>
  readonly empty: readonly { readonly above: number; readonly step: ListedHistory }[]
}

/** Oldest first. Steps of which it is not known whether they made a layer stand nowhere. */
function stepsOf({ history, aligned }: HistoryFacts): Steps {
  const made = new Map<number, ListedHistory>()
  const empty: { above: number; step: ListedHistory }[] = []
  let above = -1
  for (const [i, step] of [...history].reverse().entries()) {
    const layer = aligned.steps[i]
    if (layer === 'empty') empty.push({ above, step })
    else if (layer !== undefined) {
      made.set(layer, step)
      above = layer
    }
  }
  return { made, empty }
}

function textLimit({ made, empty }: Steps): number {
  const texts = [...made.values(), ...empty.slice(0, mostEmptySteps).map(({ step }) => step)]
  return fairLimit(
    texts.map(({ createdBy }) => createdBy.length),
    textBudget,
    { most: 65_536, least: 100 },
  )
}

function shown(
  { createdBy, created, comment }: ListedHistory,
  limit: number,
): NonNullable<ImageLayer['step']> {
  return {
    createdBy: cutText(createdBy, limit),
    ...(created === undefined ? {} : { created }),
    comment: cut(comment, maxComment),
  }
}

/**
 * The containerd store counts an unpacked layer's own folder, so it is never 0 there: 0 stands for a layer that was
 * not unpacked (another platform's), and says nothing of its size.
 */
function layerBytes(
  levels: readonly Level[],
  index: number,
  diffId: string,
  store: ImageStore,
): number | undefined {
  if (store === 'classic' && diffId === emptyDiffId) return 0
  const [below, level] = [index === 0 ? ground : levels[index - 1], levels[index]]
  if (below === undefined || level === undefined || below.doubtful || level.doubtful) return undefined
  const bytes = level.upTo - below.upTo
  return store === 'containerd' && bytes === 0 ? undefined : bytes
}

const ground: Level = { upTo: 0, doubtful: false, others: 0 }

/**
 * ChainID of the OCI image specification: `digest(ChainID(n-1) + " " + DiffID(n))`. `known` saves the work for layers that
 * many images have.
 */
export function chainIdsOf(
  diffIds: readonly string[],
  known: Map<string, string> = new Map(),
): readonly string[] {
  let chain: string | undefined
  return diffIds.map((diffId) => {
    chain = chain === undefined ? diffId : chainOf(`${chain} ${diffId}`, known)
    return chain
  })
}

function chainOf(pair: string, known: Map<string, string>): string {
  const before = known.get(pair)
  if (before !== undefined) return before
  const chain = `sha256:${createHash('sha256').update(pair).digest('hex')}`
  known.set(pair, chain)
  return chain
}

/** Equal chains are equal lower ends: how far up the other image goes along. */
export function sharingImages(diffIds: readonly string[], others: readonly Chain[]): readonly SharingImage[] {
  return others
    .flatMap(({ id, name, diffIds: other }): SharingImage[] => {
      const end = diffIds.findIndex((diffId, i) => diffId !== other[i])
      const layers = end === -1 ? diffIds.length : end
      return layers === 0 ? [] : [{ imageId: id, layers, ...(name && { name }) }]
    })
    .sort(mostFirst)
}

function mostFirst(a: SharingImage, b: SharingImage): number {
  return b.layers - a.layers || ((a.name ?? a.imageId) < (b.name ?? b.imageId) ? -1 : 1)
}

export function sharersPerLayer(layerCount: number, sharing: readonly SharingImage[]): readonly number[] {
  const topmost = new Map<number, number>()
  for (const { layers } of sharing) topmost.set(layers - 1, (topmost.get(layers - 1) ?? 0) + 1)
  const counts: number[] = []
  let count = 0
  for (let index = layerCount - 1; index >= 0; index -= 1) {
    count += topmost.get(index) ?? 0
    counts[index] = count
  }
  return counts
}

function totalsOf(
  layers: readonly ImageLayer[],
  { levels, unique, size: image, store }: LayerSurroundings,
  baseLayers: number | undefined,
): LayerTotals {
  const top = levels?.at(-1) ?? ground
  const isUnpacked = store === 'classic' || layers.every(({ bytes }) => bytes !== undefined)
  if (levels === undefined || unique === undefined || top.doubtful || !isUnpacked) return { image }
  const base = baseLayers === undefined ? undefined : (levels[baseLayers - 1] ?? ground)
  const about = unique.about.filter((doubt) => doubt === 'split' || doubt === 'engine')
  return {
    image,
    layers: top.upTo,
    ...(base === undefined || base.doubtful ? {} : { base: base.upTo, own: top.upTo - base.upTo }),
    shared: top.upTo - unique.files,
    unique: unique.files,
    ...(about.length === 0 ? {} : { about }),
  }
}
