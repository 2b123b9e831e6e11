import { type KeyboardEvent, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSize } from '../../../components/useWidth'
import { useChosen } from '../chosen'
import { type DiskTree, holdersOf } from '../tree.logic'
import { useWords } from '../useWords'
import type { Piece, PieceNode } from './pieces.logic'
import { Tile } from './Tile'
import { layOut, pieceAt } from './treemap.logic'

/** Each byte once, as area. One stop of the Tab key; arrows go from the largest to the smallest, Enter goes in, Esc out. */
export function Treemap(props: {
  readonly tree: DiskTree
  readonly node: PieceNode
  readonly onOpen: (piece: Piece) => void
  /** Undefined: all is shown already. */
  readonly onOut: (() => void) | undefined
  /** The piece under the pointer or the focus. */
  readonly onLook: (piece: Piece | undefined) => void
}) {
  const { t } = useTranslation('disk')
  const { tree, node, onOpen, onOut, onLook } = props
  const box = useRef<HTMLDivElement>(null)
  const { width, height } = useSize(box)
  const { placed, frames } = useMemo(() => layOut(node, width, height), [node, width, height])
  const words = useWords(tree)
  const tiles = useMemo(() => placed.map((tile) => ({ ...tile, words: words(tile.piece) })), [placed, words])
  const picked = useChosen()
  const [at, setAt] = useState(0)
  const current = Math.min(at, placed.length - 1)

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && onOut !== undefined) {
      event.preventDefault()
      onOut()
      return
    }
    const next = pieceAt(event.key, current, placed.length)
    if (next === undefined) return
    event.preventDefault()
    setAt(next)
    box.current?.querySelector<HTMLElement>(`[data-piece="${next}"]`)?.focus()
  }
  const look = (index: number): void => {
    setAt(index)
    onLook(placed[index]?.piece)
  }
  const open = (index: number): void => {
    const piece = placed[index]?.piece
    if (piece !== undefined) onOpen(piece)
  }
  const ownersOf = (piece: Piece): number =>
    piece.type === 'segment' ? (tree.page.segments[piece.at]?.owners ?? 0) : 0
  const isChosen = (piece: Piece): boolean =>
    picked.size > 0 && ownersOf(piece) === 1 && piece.type === 'segment'
      ? holdersOf(tree, piece.at, 1).some(({ id }) => picked.has(id))
      : false

  return (
    // biome-ignore lint/a11y/useSemanticElements: a picture of buttons, no form
    <div
      ref={box}
      role="group"
      aria-label={t('picture.label')}
      onKeyDown={onKeyDown}
      onPointerLeave={() => onLook(undefined)}
      className="relative min-h-60 w-full flex-1 overflow-hidden rounded-md bg-line"
    >
      {tiles.map(({ piece, box: place, words: told }, index) => (
        <Tile
          key={keyOf(piece)}
          piece={piece}
          box={place}
          index={index}
          words={told}
          shared={ownersOf(piece) > 1}
          chosen={isChosen(piece)}
          tabbable={index === current}
          onFocus={look}
          onOpen={open}
        />
      ))}
      {frames.map((frame) => (
        <span
          key={`${frame.x} ${frame.y}`}
          aria-hidden
          className="disk-frame pointer-events-none absolute"
          style={{ left: frame.x, top: frame.y, width: frame.width, height: frame.height }}
        />
      ))}
    </div>
  )
}

function keyOf(piece: Piece): string {
  switch (piece.type) {
    case 'segment':
      return `segment ${piece.at}`
    case 'writable':
      return piece.container.id
    case 'others':
      return `others ${piece.below}`
    case 'block':
      return piece.kind
    case 'layer':
      return `layer ${piece.layer.index}`
    case 'record':
      return piece.record.id
    case 'volume':
      return piece.volume.name
    case 'rest':
      return 'rest'
  }
}
