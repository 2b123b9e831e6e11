import { breakCommand } from '@shared/breakCommand'
import type { HistoryDifference } from '@shared/domain/compare'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Bytes, cx, ToggleChip, Untrusted, VirtualList } from '../../../components'

const grid = 'grid grid-cols-[16px_minmax(0,1fr)_80px_80px] gap-x-3 px-3'
const marks = {
  same: { sign: '', row: 'text-muted', tone: '' },
  added: { sign: '+', row: 'bg-ok-soft', tone: 'text-ok' },
  removed: { sign: '−', row: 'bg-danger-soft', tone: 'text-danger' },
} as const

/** Steps of both images as a line diff pairs them. */
export function HistoryTab({ history }: { readonly history: readonly HistoryDifference[] }) {
  const { t } = useTranslation('compare')
  const [onlyDifferent, setOnlyDifferent] = useState(false)
  const differ = history.filter(({ change }) => change !== 'same')
  const lines = onlyDifferent ? differ : history
  if (history.length === 0) return <p className="m-0 p-3 text-muted">{t('history.none')}</p>
  return (
    <>
      <div className="flex shrink-0 items-center gap-3 px-3 py-1.5">
        <ToggleChip pressed={onlyDifferent} onChange={setOnlyDifferent} count={differ.length}>
          {t('history.onlyDifferent')}
        </ToggleChip>
        {differ.length === 0 ? <span className="text-muted">{t('history.same')}</span> : null}
      </div>
      <div
        aria-hidden
        className={cx(grid, 'h-7 shrink-0 items-center border-b border-line text-sm text-muted')}
      >
        <span />
        <span />
        <span className="text-right">{t('side.left')}</span>
        <span className="text-right">{t('side.right')}</span>
      </div>
      <VirtualList label={t('history.label')} count={lines.length} estimate={28} keyOf={(index) => index}>
        {(index) => {
          const line = lines[index]
          return line === undefined ? null : <Step line={line} />
        }}
      </VirtualList>
    </>
  )
}

function Step({ line }: { readonly line: HistoryDifference }) {
  const { t } = useTranslation('compare')
  const { change, text, leftBytes, rightBytes } = line
  const { sign, row, tone } = marks[change]
  const more = text.length - text.text.length
  return (
    <div className={cx(grid, 'items-start border-b border-line/60 py-1', row)}>
      <span aria-hidden className={cx('font-mono font-semibold', tone)}>
        {sign}
      </span>
      <span className="min-w-0">
        <span className="sr-only">{t(`history.sign.${change}`)}: </span>
        <code
          data-selectable
          className="line-clamp-6 font-mono text-sm leading-5 whitespace-pre-wrap [overflow-wrap:anywhere]"
        >
          <Untrusted text={breakCommand(text.text)} lines />
        </code>
        {more > 0 ? (
          <span className="block text-sm text-warn">{t('config.cut', { count: more })}</span>
        ) : null}
      </span>
      <Weight bytes={leftBytes} />
      <Weight bytes={rightBytes} />
    </div>
  )
}

function Weight({ bytes }: { readonly bytes: number | undefined }) {
  return <span className="text-right">{bytes === undefined ? null : <Bytes value={bytes} />}</span>
}
