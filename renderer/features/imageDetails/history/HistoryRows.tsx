import type { HistoryLine, ImageHistory } from '@shared/domain/imageHistory'
import { cut } from '@shared/text'
import { useTranslation } from 'react-i18next'
import { Bytes, cx, formatBytes, RelativeTime, Untrusted } from '../../../components'
import { barShare, stepMark } from './history.logic'
import { oneLine, readInstruction } from './instruction.logic'

/** Characters that a row can show on the widest screen. */
const rowCharacters = 400

const grid = 'grid h-full items-center gap-x-2 px-3'
const columns = 'grid-cols-[28px_minmax(0,1fr)_112px] @[560px]:grid-cols-[28px_minmax(0,1fr)_104px_160px]'
/** Real images stop at 127 layers; hostile ones number theirs with five digits. */
const wideColumns = 'grid-cols-[44px_minmax(0,1fr)_112px] @[560px]:grid-cols-[44px_minmax(0,1fr)_104px_160px]'

export function StepRow(props: {
  readonly line: HistoryLine
  readonly biggest: number
  readonly layerCount: number
}) {
  const { t } = useTranslation('details')
  const { line, biggest } = props
  const mark = stepMark(line)
  const { keyword, rest } = readInstruction(line.createdBy.text)
  const text = oneLine(cut(rest, rowCharacters))
  return (
    <div
      className={cx(
        grid,
        props.layerCount > 999 ? wideColumns : columns,
        'hover:bg-hover/60',
        mark === 'empty' && 'text-muted',
      )}
    >
      <LayerMark line={line} layerCount={props.layerCount} />
      <code className="clip font-mono text-sm">
        {keyword === undefined ? null : <span className="font-semibold">{keyword} </span>}
        {text === '' && keyword === undefined ? (
          <span className="font-sans text-faint italic">{t('history.noInstruction')}</span>
        ) : (
          <Untrusted text={text} />
        )}
      </code>
      <span className="clip hidden text-right text-sm text-muted @[560px]:block">
        {line.created === undefined ? null : <RelativeTime ms={line.created} />}
      </span>
      <span className="flex items-center gap-2">
        <span aria-hidden className="flex h-1.5 flex-1 justify-end">
          {line.size > 0 ? (
            <span
              className="h-full min-w-px rounded-[1px] bg-cat-2"
              style={{ width: `${barShare(line.size, biggest) * 100}%` }}
            />
          ) : null}
        </span>
        <span className="w-[62px] text-right">
          {mark === 'empty' ? (
            <span className="text-sm text-faint">{t('history.emptyShort')}</span>
          ) : (
            <Bytes value={line.size} />
          )}
        </span>
      </span>
    </div>
  )
}

function LayerMark({ line, layerCount }: { readonly line: HistoryLine; readonly layerCount: number }) {
  const { t } = useTranslation('details')
  const mark = stepMark(line)
  if (mark === 'layer') {
    const number = (line.layer ?? 0) + 1
    return (
      <span
        className="text-right text-sm text-muted"
        data-tip={t('history.layerMark', { number, total: layerCount })}
      >
        {number}
      </span>
    )
  }
  return (
    <span
      className="text-right text-sm text-faint"
      data-tip={mark === 'empty' ? t('history.emptyMark') : t('history.unknownMark')}
    >
      {mark === 'empty' ? '–' : '?'}
    </span>
  )
}

/** Where the base ends: what is ours on one side, what came with it on the other, each with its bytes. */
export function BaseRow({ head }: { readonly head: ImageHistory }) {
  const { t, i18n } = useTranslation('details')
  const bytes = (value: number | undefined): string =>
    value === undefined ? t('history.base.unknown') : formatBytes(value, i18n.language)
  return (
    <div className="flex h-full items-center gap-2 border-y border-line bg-raised px-3 text-sm text-muted">
      <span className="clip">
        {t('history.base.line')}
        {head.base?.known === 'chain' ? ` (${t('history.base.guessed')})` : null}
      </span>
      <span className="flex-1" />
      <span className="whitespace-nowrap">{t('history.base.own', { bytes: bytes(head.ownBytes) })}</span>
      <span className="whitespace-nowrap">{t('history.base.below', { bytes: bytes(head.baseBytes) })}</span>
    </div>
  )
}

export function PendingRow() {
  const { t } = useTranslation('details')
  return <div className="flex h-full items-center px-3 text-sm text-faint">{t('history.pending')}</div>
}
