import type { TreeQuery } from '@shared/domain/contents'
import { EntryKind } from '../layerIndex'
import { changeKind } from '../stack/changes'
import { inodeOfEntry } from '../stack/model'
import { nameTest } from './nameFilter'
import { notShown } from './outline'
import { bytesAt, shownAt, type View } from './view'

export type Filtered = {
  /** As the view's, without what the filter leaves out. Matches keep their parents. */
  readonly kind: Uint8Array
  /** What the filter lets through itself, without parents and folders. */
  readonly files: number
  readonly bytes: number
}

export function hasFilter({ filter }: Pick<TreeQuery, 'filter'>): boolean {
  if (filter === undefined) return false
  const { name = '', changes, atLeast = 0 } = filter
  return name.trim() !== '' || changes !== undefined || atLeast > 0
}

export function filterView(view: View, { filter }: Pick<TreeQuery, 'filter'>): Filtered {
  if (filter === undefined || !hasFilter({ filter }))
    return { kind: view.kind, files: view.files[0] ?? 0, bytes: view.bytes[0] ?? 0 }
  const passes = passesOf(view, filter)
  const kind = new Uint8Array(view.kind.length).fill(notShown)
  const { parent } = view.paths
  const seen = new Set<number>()
  let files = 0
  let bytes = 0
  // A node comes after its parents: whatever passes has been seen when they are reached.
  for (let node = kind.length - 1; node > 0; node -= 1) {
    const its = view.kind[node] ?? notShown
    if (its === notShown) continue
    const isMatch = passes(node)
    if (!isMatch && kind[node] === notShown) continue
    kind[node] = its
    const above = parent[node] ?? 0
    kind[above] = view.kind[above] ?? notShown
    if (!isMatch || its === EntryKind.folder) continue
    files += 1
    bytes += bytesOnce(view, node, seen)
  }
  return { kind, files, bytes }
}

function passesOf(view: View, filter: NonNullable<TreeQuery['filter']>): (node: number) => boolean {
  const { name = '', changes, atLeast = 0 } = filter
  const hasName = name.trim() === '' ? undefined : nameTest(view.paths, name)
  return (node) => {
    if (atLeast > 0 && (view.kind[node] === EntryKind.folder || bytesAt(view, node) < atLeast)) return false
    const change = changeKind(view.changes[node])
    if (changes !== undefined && (change === undefined || !changes.includes(change))) return false
    return hasName === undefined || hasName(node)
  }
}

function bytesOnce(view: View, node: number, seen: Set<number>): number {
  const standing = shownAt(view, node)
  if (standing === undefined) return 0
  const inode = inodeOfEntry(view.model, standing.layer, standing.entry)
  if (inode === undefined || seen.has(inode)) return 0
  if (view.model.inodeOf.size > 0) seen.add(inode)
  return bytesAt(view, node)
}
