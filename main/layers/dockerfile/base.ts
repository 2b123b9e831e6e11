import type { ContentBase, DockerfileLine } from '@shared/domain/contents'
import type { HistoryEntry } from '@shared/domain/imageSource'
import type { LayerSums } from '../stack/layerFacts'
import type { Reconstruction } from './reconstruct'

/** A local image whose layers are the lowest ones of this image. */
export type BaseCandidate = {
  readonly name: string
  readonly layers: number
  /** `parent`: the engine says so. `chain`: the layers say so. */
  readonly known: 'parent' | 'chain'
}

export type BaseFacts = {
  readonly history: readonly HistoryEntry[]
  readonly layers: readonly LayerSums[]
  readonly candidates?: readonly BaseCandidate[]
  /** Of the manifest; `org.opencontainers.image.base.name` is looked for in both. */
  readonly annotations?: ReadonlyMap<string, string>
  readonly labels?: ReadonlyMap<string, string>
}

const baseName = 'org.opencontainers.image.base.name'
const baseDigest = 'org.opencontainers.image.base.digest'

/**
 * Where the base ends. What the engine or local images say comes first; else the history's guess (`known: 'history'`), with the
 * name that annotations give. Undefined when nobody can say.
 */
export function findBase({
  history,
  layers,
  candidates = [],
  annotations,
  labels,
}: BaseFacts): ContentBase | undefined {
  const name = annotatedName(annotations) ?? annotatedName(labels)
  const best = candidates
    .filter((one) => one.layers > 0 && one.layers <= layers.length)
    .toSorted((a, b) => rank(b) - rank(a) || b.layers - a.layers)[0]
  if (best !== undefined) {
    // An annotation names the very image that FROM meant; a local one with the same layers may have another name.
    const isNamed =
      name !== undefined && candidates.some((one) => one.name === name && one.layers === best.layers)
    const known = isNamed && best.known === 'chain' ? 'annotation' : best.known
    return { name: isNamed ? name : best.name, layers: best.layers, bytes: sumOf(layers, best.layers), known }
  }
  const guess = guessLayers(history, layers.length)
  if (guess === undefined) return undefined
  return {
    ...(name === undefined ? {} : { name }),
    layers: guess,
    bytes: sumOf(layers, guess),
    known: 'history',
  }
}

function rank({ known }: BaseCandidate): number {
  return known === 'parent' ? 1 : 0
}

function annotatedName(texts: ReadonlyMap<string, string> | undefined): string | undefined {
  const name = texts?.get(baseName)?.trim() ?? ''
  const digest = texts?.get(baseDigest)?.trim() ?? ''
  return [name, digest].find((text) => text !== '')
}

function sumOf(layers: readonly LayerSums[], count: number): number {
  return layers.slice(0, count).reduce((sum, { bytes }) => sum + bytes, 0)
}

const command = /^(?:\S.{0,200}?#\(nop\)\s+)?(?:CMD|ENTRYPOINT)(?:\s|$)/s

/**
 * A guess: a CMD or ENTRYPOINT before a later layer is the base's own, since authors write theirs last. Without one, the place
 * where another builder took over.
 */
function guessLayers(history: readonly HistoryEntry[], count: number): number | undefined {
  const made = history.filter(({ emptyLayer }) => !emptyLayer).length
  if (made !== count) return undefined
  const lastLayer = history.findLastIndex(({ emptyLayer }) => !emptyLayer)
  const end = history.findLastIndex(({ createdBy, emptyLayer }, i) => {
    return i < lastLayer && emptyLayer && command.test(createdBy)
  })
  const at = end === -1 ? builderChange(history) : end
  const layers = history.slice(0, at + 1).filter(({ emptyLayer }) => !emptyLayer).length
  return layers === 0 || layers === count ? undefined : layers
}

const isBuildKit = ({ comment }: HistoryEntry) => comment.startsWith('buildkit.')

/** Last step of another builder, where all after it are BuildKit's; -1 when there is no such place. */
function builderChange(history: readonly HistoryEntry[]): number {
  const first = history.findIndex(isBuildKit)
  return first > 0 && history.slice(first).every(isBuildKit) ? first - 1 : -1
}

/** Marks the lines that are the base's: up to its last layer, and its own metadata behind it, which ends with its command. */
export function markBase(
  { lines }: Reconstruction,
  base: ContentBase | undefined,
): readonly DockerfileLine[] {
  if (base === undefined || base.layers === 0) return lines
  const last = lines.findIndex(({ layer }) => layer === base.layers - 1)
  if (last === -1) return lines
  const next = lines.findIndex(({ layer }, i) => i > last && layer !== undefined)
  const gap = lines.slice(last + 1, next === -1 ? lines.length : next)
  const own = gap.findLastIndex(({ instruction }) => /^(?:CMD|ENTRYPOINT)$/.test(instruction.keyword))
  const end = last + 1 + own
  return lines.map((line, i) => (i <= end ? { ...line, isBase: true } : line))
}
