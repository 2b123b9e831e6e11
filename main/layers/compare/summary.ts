import type { CompareSummary, HistoryDifference, LayerDifference } from '@shared/domain/compare'
import type { SourcedConfig } from '@shared/domain/imageSource'
import { reconstruct } from '../dockerfile/reconstruct'
import { sizeOf } from '../rows/sums'
import { layerSums } from '../stack/layerFacts'
import type { ImageModel } from '../stack/model'
import { totalCounts } from './below'
import type { Comparison } from './comparison'
import { configDifferences } from './configDifferences'
import { folderDeltas } from './folders'
import { diffLines } from './lineDiff'
import { CompareCode, inodeAt, type Side } from './side'

/** What a side is called, and its config. */
export type CompareInput = { readonly handle: string; readonly name: string; readonly config: SourcedConfig }
export type CompareInputs = { readonly left: CompareInput; readonly right: CompareInput }

export function compareSummary(comparison: Comparison, { left, right }: CompareInputs): CompareSummary {
  return {
    left: { handle: left.handle, name: left.name },
    right: { handle: right.handle, name: right.name },
    counts: totalCounts(comparison),
    leftBytes: comparison.left.bytes[0] ?? 0,
    rightBytes: comparison.right.bytes[0] ?? 0,
    bytes: changedBytes(comparison),
    layers: layerDifferences(comparison.left.model, comparison.right.model),
    config: configDifferences(left.config, right.config),
    history: historyDifferences(comparison, left.config, right.config),
    folders: folderDeltas(comparison),
  }
}

/** A file with several names counts once for each kind of change. */
function changedBytes(comparison: Comparison): CompareSummary['bytes'] {
  const { left, right } = comparison
  return {
    added: bytesOf(comparison, right, CompareCode.added),
    removed: bytesOf(comparison, left, CompareCode.removed),
    changedLeft: bytesOf(comparison, left, CompareCode.changed),
    changedRight: bytesOf(comparison, right, CompareCode.changed),
    moved: bytesOf(comparison, right, CompareCode.moved),
  }
}

function bytesOf({ changes }: Comparison, side: Side, code: number): number {
  const seen = new Set<number>()
  let bytes = 0
  for (let node = 1; node < changes.length; node += 1) {
    if (changes[node] !== code) continue
    const inode = inodeAt(side, node)
    if (inode === undefined || seen.has(inode)) continue
    seen.add(inode)
    bytes += sizeOf(side.model, inode)
  }
  return bytes
}

/** Layers of the left one from the bottom, then those that only the right one has. */
function layerDifferences(left: ImageModel, right: ImageModel): readonly LayerDifference[] {
  const places = new Map<string, number[]>()
  for (const [place, { diffId }] of right.layers.entries()) {
    places.set(diffId, [...(places.get(diffId) ?? []), place])
  }
  const bytes = { left: layerSums(left), right: layerSums(right) }
  const ofLeft = left.layers.map(({ diffId }, place): LayerDifference => {
    const same = places.get(diffId)?.shift()
    const both = same === undefined ? {} : { right: same }
    return { diffId, bytes: bytes.left[place]?.bytes ?? 0, left: place, ...both }
  })
  const ofRight = [...places].flatMap(([diffId, rest]) => {
    return rest.map((place) => ({ diffId, bytes: bytes.right[place]?.bytes ?? 0, right: place }))
  })
  return [...ofLeft, ...ofRight.sort((a, b) => a.right - b.right)]
}

function historyDifferences(
  { left, right }: Comparison,
  leftConfig: SourcedConfig,
  rightConfig: SourcedConfig,
): readonly HistoryDifference[] {
  const one = reconstruct(leftConfig.history, layerSums(left.model)).lines
  const other = reconstruct(rightConfig.history, layerSums(right.model)).lines
  const recorded = (config: SourcedConfig) => config.history.map(({ createdBy }) => createdBy)
  return diffLines(recorded(leftConfig), recorded(rightConfig)).flatMap((step) => {
    const from = step.left === undefined ? undefined : one[step.left]
    const to = step.right === undefined ? undefined : other[step.right]
    const line = from ?? to
    if (line === undefined) return []
    return [
      {
        change: step.change,
        text: line.instruction.text,
        ...(from?.layer === undefined ? {} : { leftBytes: from.bytes }),
        ...(to?.layer === undefined ? {} : { rightBytes: to.bytes }),
      },
    ]
  })
}
