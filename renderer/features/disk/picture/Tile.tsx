import { harmless } from '@shared/text'
import { useTranslation } from 'react-i18next'
import { cx, formatBytes } from '../../../components'
import { type Box, labelOf, type Piece, shortName } from './treemap.logic'

type Words = { readonly label: string; readonly spoken: string }

function useWords(): (piece: Piece) => Words {
  const { t, i18n } = useTranslation('disk')
  const bytes = (value: number) => formatBytes(value, i18n.language)
  return (piece) => {
    if (piece.type === 'image') {
      const { name, own, size } = piece.tile
      const words = { name: harmless(name), own: bytes(own), size: bytes(size) }
      return { label: shortName(words.name), spoken: t('picture.image', words) }
    }
    if (piece.type === 'others') {
      const { count } = piece
      return {
        label: t('picture.othersShort', { count }),
        spoken: t('picture.others', { count, bytes: bytes(piece.bytes) }),
      }
    }
    const kind = t(`picture.rest.${piece.rest.type}`)
    return { label: kind, spoken: t('picture.restSpoken', { kind, bytes: bytes(piece.bytes) }) }
  }
}

/** One rectangle. Its frame is drawn inside, so that areas stay true. */
export function Tile(props: {
  readonly piece: Piece
  readonly box: Box
  readonly index: number
  readonly tabbable: boolean
  readonly onFocus: (index: number) => void
  readonly onOpen: (piece: Piece) => void
}) {
  const { i18n } = useTranslation('disk')
  const { piece, box, index, onOpen } = props
  const words = useWords()
  const { label, spoken } = words(piece)
  const shows = labelOf(box)
  return (
    <button
      type="button"
      aria-label={spoken}
      data-tip={spoken}
      data-piece={index}
      tabIndex={props.tabbable ? 0 : -1}
      onFocus={() => props.onFocus(index)}
      onClick={() => onOpen(piece)}
      className={cx(
        'disk-tile absolute overflow-hidden p-1.5 text-left align-top leading-4 focus-visible:z-10',
        piece.type === 'rest' && 'disk-tile-rest',
      )}
      style={{
        left: box.x,
        top: box.y,
        width: box.width,
        height: box.height,
        ...(piece.type === 'rest' || piece.hue === 0 ? {} : { '--hue': `var(--cat-${piece.hue})` }),
      }}
    >
      {shows === 'none' ? null : (
        <span aria-hidden className="absolute inset-x-1.5 top-1 block">
          <span className="clip isolate-text block text-sm font-semibold">{label}</span>
          {shows === 'both' ? (
            <span className="clip block text-sm">{formatBytes(piece.bytes, i18n.language)}</span>
          ) : null}
        </span>
      )}
    </button>
  )
}
