import { AppFailure, appError } from '@shared/errors'
import { nodeDetails } from '../../layers/rows/nodeDetails'
import { shownAt, viewOf } from '../../layers/rows/view'
import { entryOf, type ImageModel, inodeOfEntry } from '../../layers/stack/model'
import { absent } from '../../layers/stack/stack'
import { stackAt } from '../../layers/stack/stackAt'
import type { Located } from './analyst'

/**
 * What a path is in the stack up to `layer`, and where its bytes are; a path that this very layer removed is found as it was.
 * @throws AppFailure CONTENTS_FILE_GONE
 */
export function locate(model: ImageModel, layer: number, node: number): Located {
  const details = nodeDetails(model, layer, node)
  if (details === undefined) throw new AppFailure(appError('CONTENTS_FILE_GONE'))
  const { path, row } = details
  const stack = viewOf(model, layer, 'stack')
  const standing = shownAt(stack, node) ?? shownAt(viewOf(model, layer, 'changes'), node)
  const inode = standing === undefined ? undefined : inodeOfEntry(model, standing.layer, standing.entry)
  const data = inode === undefined ? undefined : entryOf(model, inode)
  return {
    path,
    name: row.name,
    kind: row.kind,
    size: row.bytes,
    ...(row.target === undefined ? {} : { target: row.target }),
    ...(data === undefined ? {} : { data: { position: data.layer, entry: data.entry } }),
    positions: data === undefined ? positionsBelow(model, layer, node) : [data.layer],
    tarBytes: tarBytesOf(model),
  }
}

function tarBytesOf({ layers }: ImageModel): number {
  const each = new Map(layers.map(({ diffId, tarBytes }) => [diffId, tarBytes]))
  return [...each.values()].reduce((sum, bytes) => sum + bytes, 0)
}

/** Layers that hold data of what is at and below a folder. */
function positionsBelow(model: ImageModel, layer: number, node: number): readonly number[] {
  const stack = stackAt(model, layer)
  const found = new Set<number>()
  const end = model.paths.end[node] ?? 0
  for (let at = node; at < end; at += 1) {
    const its = stack.layer[at] ?? absent
    if (its === absent) continue
    const inode = inodeOfEntry(model, its, stack.entry[at] ?? -1)
    if (inode !== undefined) found.add(entryOf(model, inode).layer)
  }
  return [...found].sort((a, b) => a - b)
}
