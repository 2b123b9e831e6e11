import type { ChangeCounts, ChangeKind } from '@shared/domain/contents'
import { EntryKind } from '../layerIndex'
import { kindOf, likeness, type Standing } from './content'
import { keptFor } from './lru'
import type { ImageModel } from './model'
import { absent } from './stack'
import { stackAt } from './stackAt'

/** What a layer did to a path: 0 is nothing. */
export const ChangeCode = { none: 0, added: 1, changed: 2, metadata: 3, removed: 4 } as const

const kinds: readonly (ChangeKind | undefined)[] = [undefined, 'added', 'changed', 'metadata', 'removed']

export function changeKind(code: number | undefined): ChangeKind | undefined {
  return kinds[code ?? 0]
}

/** Paths in all lists that are kept: one byte each. */
const keptPaths = 8_000_000

const kept = keptFor<ImageModel, number, Uint8Array>(({ paths }) =>
  Math.max(8, Math.min(64, Math.floor(keptPaths / paths.count))),
)

/** `ChangeCode` of every path for one layer. A file that the layer stores again unchanged counts as `metadata`. */
export function changesOf(model: ImageModel, position: number): Uint8Array {
  return kept(model, position, () => compareWithLower(model, position))
}

function compareWithLower(model: ImageModel, position: number): Uint8Array {
  const before = stackAt(model, position - 1)
  const after = stackAt(model, position)
  const changes = new Uint8Array(model.paths.count)
  for (let node = 1; node < changes.length; node += 1) {
    const was = before.layer[node] ?? absent
    const is = after.layer[node] ?? absent
    if (was === is && (was === absent || before.entry[node] === after.entry[node])) continue
    if (was === absent) changes[node] = ChangeCode.added
    else if (is === absent) changes[node] = ChangeCode.removed
    else {
      const old = { layer: was, entry: before.entry[node] ?? -1 }
      changes[node] = codeOf(model, old, { layer: is, entry: after.entry[node] ?? -1 })
    }
  }
  return changes
}

function codeOf(model: ImageModel, old: Standing, now: Standing): number {
  const like = likeness(model, old, model, now)
  if (like === 'different') return ChangeCode.changed
  if (like === 'metadata') return ChangeCode.metadata
  const isFolder = kindOf(model, now) === EntryKind.folder
  return isFolder ? ChangeCode.none : ChangeCode.metadata
}

export function countChanges(changes: Uint8Array): ChangeCounts {
  const counts = [0, 0, 0, 0, 0]
  for (const code of changes) counts[code] = (counts[code] ?? 0) + 1
  const [, added = 0, changed = 0, metadata = 0, removed = 0] = counts
  return { added, changed, metadata, removed }
}
