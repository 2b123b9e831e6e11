import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useImageLayers } from '../../../api'
import type { BlockKind } from '../blocks.logic'
import { type DiskTree, holdersOf, pathTo } from '../tree.logic'
import { PieceInfo } from './PieceInfo'
import { type Focus, flatNodes, nodesOf, type Piece, type PieceNode } from './pieces.logic'
import { Trail } from './Trail'
import { Treemap } from './Treemap'
import { useFocus } from './useFocus'

/** Where the bytes are: each once, as area. Click goes in, Esc and the trail go back. */
export function PictureView({ tree, onTable }: { readonly tree: DiskTree; readonly onTable: () => void }) {
  const [focus, setFocus] = useFocus(tree)
  const [looked, setLooked] = useState<Piece>()
  const move = (next: Focus): void => {
    setLooked(undefined)
    setFocus(next)
  }
  const open = (piece: Piece): void => {
    const next = focusAfter(tree, focus, piece)
    if (next === 'table') onTable()
    else if (next !== undefined) move(next)
  }
  const shared = {
    tree,
    onOpen: open,
    onLook: setLooked,
    onOut: focus.type === 'all' ? undefined : () => move(outOf(tree, focus)),
  }
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-1">
      <div className="flex min-h-6 items-center">
        <Trail tree={tree} focus={focus} onFocus={move} />
      </div>
      <PieceInfo tree={tree} focus={focus} piece={looked} />
      {focus.type === 'layers' ? (
        <LayersTreemap {...shared} at={focus.at} />
      ) : (
        <PlainTreemap {...shared} focus={focus} />
      )}
    </div>
  )
}

type Shared = {
  readonly tree: DiskTree
  readonly onOpen: (piece: Piece) => void
  readonly onLook: (piece: Piece | undefined) => void
  readonly onOut: (() => void) | undefined
}

function PlainTreemap({ focus, ...props }: Shared & { readonly focus: Exclude<Focus, { type: 'layers' }> }) {
  const { tree } = props
  const kind = focus.type === 'block' ? focus.kind : undefined
  const at = focus.type === 'segment' ? focus.at : undefined
  const node = useMemo(() => {
    if (kind !== undefined) return blockNodes(tree, kind)
    return nodesOf(tree, at === undefined ? { type: 'all' } : { type: 'segment', at })
  }, [tree, kind, at])
  return <Treemap {...props} node={node} />
}

function blockNodes(tree: DiskTree, kind: BlockKind): PieceNode {
  const { cache, volumes } = tree.page
  if (kind === 'cache')
    return flatNodes(
      cache.filter(({ shared }) => !shared),
      (record) => ({ type: 'record', record, bytes: record.size, hue: 0 }),
    )
  if (kind === 'volumes')
    return flatNodes(volumes, (volume) => ({ type: 'volume', volume, bytes: volume.size ?? 0, hue: 0 }))
  if (kind === 'orphans')
    return flatNodes(tree.orphans, (container) => {
      return { type: 'writable', container, bytes: container.writableSize, hue: 0 }
    })
  return { children: [] }
}

/** The single layers of one segment, as the Layers tab of an image that has it knows them. */
function LayersTreemap({ at, ...props }: Shared & { readonly at: number }) {
  const { t } = useTranslation('disk')
  const { tree } = props
  const [holder] = holdersOf(tree, at, 1)
  const { data, loading } = useImageLayers(holder?.id ?? '')
  const node = useMemo((): PieceNode => {
    const { segments } = tree.page
    const under = pathTo(tree, at).slice(0, -1)
    const from = under.reduce((sum, one) => sum + (segments[one]?.layers ?? 0), 0)
    const own = data?.layers.slice(from, from + (segments[at]?.layers ?? 0)) ?? []
    return flatNodes(own, (layer) => ({ type: 'layer', layer, bytes: layer.bytes ?? 0, hue: 1 }))
  }, [tree, at, data])
  const isEmpty = node.children?.length === 0
  if (isEmpty) return <p className="m-0 text-muted">{t(loading ? 'picture.reading' : 'picture.noLayers')}</p>
  return <Treemap {...props} node={node} />
}

/** Where a click leads. What can't be told apart here is in the table. */
function focusAfter(tree: DiskTree, focus: Focus, piece: Piece): Focus | 'table' | undefined {
  switch (piece.type) {
    case 'segment': {
      const isHere = focus.type === 'segment' && focus.at === piece.at
      const hasMore = (tree.above[piece.at]?.length ?? 0) > 0
      if (hasMore && !isHere) return { type: 'segment', at: piece.at }
      return (tree.page.segments[piece.at]?.layers ?? 0) > 0 ? { type: 'layers', at: piece.at } : undefined
    }
    case 'others':
      if (piece.below < 0 || (focus.type === 'segment' && focus.at === piece.below)) return 'table'
      return { type: 'segment', at: piece.below }
    case 'block':
      return ['cache', 'volumes', 'orphans'].includes(piece.kind)
        ? { type: 'block', kind: piece.kind }
        : undefined
    case 'writable':
    case 'layer':
    case 'record':
    case 'volume':
    case 'rest':
      return undefined
  }
}

function outOf(tree: DiskTree, focus: Focus): Focus {
  if (focus.type === 'all' || focus.type === 'block') return { type: 'all' }
  const { at } = focus
  if (focus.type === 'layers' && (tree.above[at]?.length ?? 0) > 0) return { type: 'segment', at }
  const below = tree.page.segments[at]?.below ?? -1
  return below < 0 ? { type: 'all' } : { type: 'segment', at: below }
}
