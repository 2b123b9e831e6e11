import { useTranslation } from 'react-i18next'
import { cx, formatBytes } from '../../../components'
import type { Words } from '../useWords'
import type { Piece } from './pieces.logic'
import { type Box, labelOf } from './treemap.logic'

/** One rectangle. Its frame is drawn inside, so that areas stay true. */
export function Tile(props: {
  readonly piece: Piece
  readonly box: Box
  readonly index: number
  readonly words: Words
  /** Several images have it. */
  readonly shared: boolean
  readonly chosen: boolean
  readonly tabbable: boolean
  readonly onFocus: (index: number) => void
  readonly onOpen: (index: number) => void
}) {
  const { i18n } = useTranslation('disk')
  const { piece, box, index, words, shared, chosen, onFocus, onOpen } = props
  const shows = labelOf(box)
  const { type, hue } = piece
  return (
    <button
      type="button"
      aria-label={words.spoken.replaceAll('\n', ', ')}
      data-tip={words.spoken}
      data-piece={index}
      tabIndex={props.tabbable ? 0 : -1}
      onFocus={() => onFocus(index)}
      onPointerEnter={() => onFocus(index)}
      onClick={() => onOpen(index)}
      className={cx(
        'disk-tile absolute overflow-hidden p-0 text-left align-top leading-4 focus-visible:z-10',
        shared && 'disk-tile-shared',
        type === 'block' && 'disk-tile-rest',
        type === 'writable' && 'disk-tile-written',
        chosen && 'disk-tile-chosen',
      )}
      style={{
        left: box.x,
        top: box.y,
        width: box.width,
        height: box.height,
        ...(hue === 0 ? {} : { '--hue': `var(--cat-${hue})` }),
      }}
    >
      {shows === 'none' ? null : (
        <span aria-hidden className="absolute inset-x-1.5 top-1 block">
          <span className="clip isolate-text block text-sm font-semibold">{words.label}</span>
          {shows === 'both' ? (
            <span className="clip block text-sm">{formatBytes(piece.bytes, i18n.language)}</span>
          ) : null}
        </span>
      )}
    </button>
  )
}
