import type { RowFound, TreeQuery, TreeRows } from '@shared/domain/contents'
import { keptFor } from '../stack/lru'
import type { ImageModel } from '../stack/model'
import { parentsOf } from '../stack/names'
import { type Filtered, filterView, hasFilter } from './filter'
import { depthOf, flatten, hasChildren, type OpenFolders, type Outline } from './outline'
import { treeRow } from './treeRow'
import { type View, viewOf } from './view'

/** Everything that does not depend on the part of the list that is asked for. */
type Listing = {
  readonly query: TreeQuery
  readonly view: View
  readonly outline: Outline
  readonly open: OpenFolders
  readonly filtered: Filtered
  readonly order: Int32Array
}

/** Paths in all listings that are kept: 5 bytes each. The layers beside the chosen one are asked for ahead. */
const keptPaths = 1_500_000

const kept = keptFor<ImageModel, string, Listing>(({ paths }) =>
  Math.max(4, Math.min(16, Math.floor(keptPaths / paths.count))),
)

/** Rows `from .. from + count - 1`. Asking again for another part of the same list costs only its rows. */
export function treeRows(model: ImageModel, query: TreeQuery, from: number, count: number): TreeRows {
  const { view, outline, open, filtered, order } = listingOf(model, query)
  const except = new Set(open.except)
  const rows = Array.from(order.subarray(from, from + count), (node) => {
    const canOpen = hasChildren(outline, node)
    return treeRow(view, {
      node,
      depth: depthOf(model.paths, node),
      hasChildren: canOpen,
      isOpen: canOpen && open.all !== except.has(node),
    })
  })
  return { total: order.length, from, rows, files: filtered.files, bytes: filtered.bytes }
}

/** Row of a path, -1 where the query does not show it, and the folders to open for it, outermost first. */
export function findRow(model: ImageModel, query: TreeQuery, node: number): RowFound {
  if (node < 1 || node >= model.paths.count) return { row: -1, parents: [] }
  return { row: listingOf(model, query).order.indexOf(node), parents: parentsOf(model.paths, node) }
}

function listingOf(model: ImageModel, query: TreeQuery): Listing {
  return kept(model, JSON.stringify(query), () => makeListing(model, query))
}

function makeListing(model: ImageModel, query: TreeQuery): Listing {
  const layer = Math.min(query.layer, model.layers.length - 1)
  const view = viewOf(model, layer, query.mode)
  const filtered = filterView(view, query)
  const outline = { ...view, kind: filtered.kind }
  const open = hasFilter(query) && !query.open.all ? { all: true, except: [] } : query.open
  return { query, view, outline, open, filtered, order: flatten(outline, query.sort, open) }
}
