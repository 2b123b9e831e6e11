import type { NodeKind, TreeRow } from '@shared/domain/contents'
import { cut } from '@shared/text'
import { EntryKind } from '../layerIndex'
import { changeKind } from '../stack/changes'
import { linkOf, type Standing } from '../stack/content'
import type { ImageModel } from '../stack/model'
import { nameOf, textOf } from '../stack/names'
import { bytesAt, shownAt, type View } from './view'

/** Longest name or target in a row, characters; names of files have 255 bytes at most on nearly all file systems. */
export const longestText = 4_096
/** Of a folder that no entry names. */
const impliedMode = 0o755

const kinds: readonly NodeKind[] = [
  'file',
  'folder',
  'symlink',
  'hardLink',
  'charDevice',
  'blockDevice',
  'fifo',
]

export function nodeKind(kind: number | undefined): NodeKind {
  return kinds[kind ?? EntryKind.file] ?? 'file'
}

export type RowFacts = Pick<TreeRow, 'mode' | 'uid' | 'gid' | 'modified' | 'target'>

/** Of a standing: mode, owner, time, and where a link leads. */
export function factsOf(model: ImageModel, { layer, entry }: Standing): RowFacts {
  const index = model.layers[layer]
  if (index === undefined || entry < 0) return { mode: impliedMode, uid: 0, gid: 0, modified: 0 }
  const { entries } = index
  const link = linkOf(index, entry)
  return {
    mode: entries.mode[entry] ?? 0,
    uid: entries.uid[entry] ?? 0,
    gid: entries.gid[entry] ?? 0,
    modified: entries.modified[entry] ?? 0,
    ...(link.length > 0 ? { target: cut(textOf(link.subarray(0, longestText * 4)), longestText) } : {}),
  }
}

export type RowPlace = {
  readonly node: number
  readonly depth: number
  readonly hasChildren: boolean
  readonly isOpen: boolean
}

export function treeRow(view: View, { node, depth, hasChildren, isOpen }: RowPlace): TreeRow {
  const standing = shownAt(view, node) ?? { layer: view.layer, entry: -1 }
  const change = changeKind(view.changes[node])
  const isFolder = view.kind[node] === EntryKind.folder
  return {
    node,
    depth,
    name: cut(nameOf(view.paths, node), longestText),
    kind: nodeKind(view.kind[node]),
    ...(change === undefined ? {} : { change }),
    ...(view.changedBelow[node] === 1 ? { hasChangeBelow: true } : {}),
    bytes: bytesAt(view, node),
    ...(isFolder ? { files: view.files[node] ?? 0 } : {}),
    ...factsOf(view.model, standing),
    layer: change === 'removed' ? view.layer : standing.layer,
    hasChildren,
    isOpen,
  }
}
