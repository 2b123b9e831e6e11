import type { DiskPicture } from '@shared/domain/diskPicture'
import { type KeyboardEvent, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useWidth } from '../../../components/useWidth'
import { navigation } from '../../frame'
import { Tile } from './Tile'
import { layoutPicture, type Piece, pieceAt } from './treemap.logic'

const highest = 420
const lowest = 220

/** Each byte once, as area. One stop of the Tab key; arrows go from the largest to the smallest. */
export function Treemap(props: { readonly picture: DiskPicture; readonly onTable: () => void }) {
  const { t } = useTranslation('disk')
  const { picture, onTable } = props
  const box = useRef<HTMLDivElement>(null)
  const width = useWidth(box)
  const height = Math.round(Math.min(highest, Math.max(lowest, width * 0.48)))
  const placed = useMemo(() => layoutPicture(picture, width, height), [picture, width, height])
  const [at, setAt] = useState(0)
  const current = Math.min(at, placed.length - 1)

  const onKeyDown = (event: KeyboardEvent): void => {
    const next = pieceAt(event.key, current, placed.length)
    if (next === undefined) return
    event.preventDefault()
    setAt(next)
    box.current?.querySelector<HTMLElement>(`[data-piece="${next}"]`)?.focus()
  }
  const open = (piece: Piece): void =>
    piece.type === 'image' ? navigation.openImage(piece.tile.id) : onTable()

  return (
    // biome-ignore lint/a11y/useSemanticElements: a picture of buttons, no form
    <div
      ref={box}
      role="group"
      aria-label={t('picture.label')}
      onKeyDown={onKeyDown}
      className="relative w-full overflow-hidden rounded-md bg-line"
      style={{ height }}
    >
      {placed.map(({ piece, box: place }, index) => (
        <Tile
          key={piece.type === 'image' ? piece.tile.id : `${piece.type}-${index}`}
          piece={piece}
          box={place}
          index={index}
          tabbable={index === current}
          onFocus={setAt}
          onOpen={open}
        />
      ))}
    </div>
  )
}
