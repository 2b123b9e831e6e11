import type { TransferView } from '@shared/domain/transfer'
import { harmless } from '@shared/text'
import { Clock } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { formatBytes, ProgressBar } from '../../../components'
import { secondsOf } from './transfer.logic'

/** One bar that only goes forward; beside it how much, how fast, how long. */
export function TransferProgress({
  transfer,
  label,
}: {
  readonly transfer: TransferView
  readonly label: string
}) {
  const { t, i18n } = useTranslation('activity')
  const { fraction, counts, bytes, bytesPerSecond, eta, current } = transfer
  const size = (value: number): string => formatBytes(value, i18n.language)
  const parts = [
    bytes.total !== undefined && bytes.total > 0
      ? t('bar.progress', { done: size(bytes.moved), total: size(bytes.total) })
      : bytes.moved > 0
        ? size(bytes.moved)
        : undefined,
    bytesPerSecond === undefined || bytesPerSecond <= 0
      ? undefined
      : t('transfer.speed', { bytes: size(bytesPerSecond) }),
    eta === undefined ? undefined : t('transfer.left', { count: secondsOf(eta) }),
  ].filter((part) => part !== undefined)
  return (
    <div className="mt-1.5 flex flex-col gap-1">
      <ProgressBar label={label} {...(fraction > 0 ? { value: fraction } : {})} />
      <div className="flex min-w-0 flex-wrap items-baseline gap-x-3 text-sm text-muted">
        {current === undefined ? null : <span className="clip">{harmless(current)}</span>}
        {counts.total === 0 ? (
          <span>{t(waiting(transfer))}</span>
        ) : (
          <span className="whitespace-nowrap">
            {counts.exists === 0
              ? t('transfer.layers', { done: counts.done, count: counts.total })
              : t(transfer.kind === 'push' ? 'transfer.existsThere' : 'transfer.existsHere', {
                  exists: counts.exists,
                  count: counts.total,
                })}
          </span>
        )}
        <span className="whitespace-nowrap">{parts.join(' · ')}</span>
      </div>
      <Stall transfer={transfer} />
    </div>
  )
}

/** Where no layer tells how far it is. */
function waiting({ kind, bytes }: TransferView) {
  if (kind === 'save') return bytes.moved === 0 ? 'transfer.gathering' : 'transfer.writing'
  if (kind !== 'load') return 'transfer.asking'
  return bytes.total !== undefined && bytes.moved >= bytes.total ? 'transfer.unpacking' : 'transfer.sending'
}

function Stall({ transfer }: { readonly transfer: TransferView }) {
  const { t } = useTranslation('activity')
  const { stalled, retryIn } = transfer
  if (stalled === undefined && retryIn === undefined) return null
  return (
    <p role="status" className="m-0 flex items-center gap-1.5 text-sm text-warn">
      <Clock size={14} aria-hidden className="shrink-0" />
      {retryIn === undefined
        ? t('transfer.stalled', { count: secondsOf(stalled ?? 0) })
        : t('transfer.retryIn', { count: retryIn })}
    </p>
  )
}
