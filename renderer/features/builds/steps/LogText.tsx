import type { LogLine } from '@shared/domain/build'
import { harmless } from '@shared/text'
import { useTranslation } from 'react-i18next'
import { cx } from '../../../components'
import { type Piece, piecesOf, type Span } from './line.logic'
import { lookOf } from './sgr.logic'

/** A line of output with its own colours and what was found in it. Never markup, never a link. */
export function LogText(props: {
  readonly line: LogLine
  /** Of the first line ever: 1. */
  readonly number: number
  readonly hits: readonly Span[]
}) {
  const { t } = useTranslation('buildSteps')
  const { line, number, hits } = props
  return (
    <div className="flex pr-3 font-mono text-sm leading-[18px]">
      <span aria-hidden className="w-12 shrink-0 pr-3 text-right text-faint select-none">
        {number}
      </span>
      <span className="isolate-text min-w-0 flex-1 whitespace-pre-wrap select-text [overflow-wrap:anywhere]">
        {line.styles === undefined && hits.length === 0
          ? shown(line.text)
          : piecesOf(line.text, line.styles, hits).map((piece, index) => (
              // The pieces of one line never move
              <LogPiece key={index} piece={piece} />
            ))}
        {line.cut === undefined ? null : (
          <span className="ml-1 rounded-sm bg-press px-1 text-muted select-none">
            … {t('cut', { count: line.cut })}
          </span>
        )}
      </span>
    </div>
  )
}

function LogPiece({ piece }: { readonly piece: Piece }) {
  const { text, style, hit } = piece
  if (hit !== undefined)
    return (
      <mark
        data-current={hit === 'current' ? '' : undefined}
        className={cx(
          'rounded-sm',
          hit === 'current' ? 'bg-accent-fill text-on-fill' : 'bg-warn-soft text-warn',
        )}
      >
        {shown(text)}
      </mark>
    )
  if (style === undefined) return shown(text)
  const { className, ...colours } = lookOf(style)
  return (
    <span className={className} style={colours}>
      {shown(text)}
    </span>
  )
}

/** Main made it harmless; a page does not count on that. */
function shown(text: string): string {
  return harmless(text, { keepTabs: true })
}
