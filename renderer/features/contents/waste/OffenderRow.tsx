import type { ContentLayer, WasteOffender } from '@shared/domain/contents'
import { harmless } from '@shared/text'
import { useTranslation } from 'react-i18next'
import { Bytes, cx, Untrusted } from '../../../components'
import { instructionOf, layerToShow } from './waste.logic'

const grid =
  'grid items-center gap-x-3 px-4 grid-cols-[minmax(0,1fr)_44px_72px_72px_64px] @[760px]:grid-cols-[minmax(0,1fr)_132px_56px_80px_96px_96px]'

export function OffenderHead() {
  const { t } = useTranslation('waste')
  return (
    <div className={cx(grid, 'h-7 border-b border-line text-sm text-muted')}>
      <span>{t('offenders.path')}</span>
      <span className="hidden @[760px]:block">{t('offenders.cause')}</span>
      <span className="text-right" data-tip={t('offenders.copiesTip')}>
        {t('offenders.copies')}
      </span>
      <span className="text-right">{t('offenders.bytes')}</span>
      <span className="clip text-right" data-tip={t('offenders.storedTip')}>
        {t('offenders.stored')}
      </span>
      <span className="clip text-right" data-tip={t('offenders.hiddenTip')}>
        {t('offenders.hidden')}
      </span>
    </div>
  )
}

/** A path with copies that nobody sees. */
export function OffenderRow(props: {
  readonly offender: WasteOffender
  readonly layers: readonly ContentLayer[] | undefined
  readonly onShowNode: (node: number, layer: number) => void
}) {
  const { t, i18n } = useTranslation('waste')
  const { offender, layers, onShowNode } = props
  const { path, copies, bytes, storedIn, hiddenBy, cause, ends, node } = offender
  const layer = layerToShow(offender)
  return (
    <div className={cx(grid, 'h-row hover:bg-hover')}>
      <button
        type="button"
        aria-label={t('offenders.open', { path: harmless(path), layer: layer + 1 })}
        data-tip={path}
        onClick={() => onShowNode(node, layer)}
        className="flex min-w-0 items-baseline gap-2 rounded-sm text-left hover:underline"
      >
        <span aria-hidden className={ends === 'removed' ? 'text-danger' : 'text-muted'}>
          {ends === 'removed' ? '−' : '~'}
        </span>
        <code className="clip font-mono text-sm">
          <Untrusted text={path} />
        </code>
        {ends === 'removed' ? <span className="sr-only">{t('offenders.removed')}</span> : null}
      </button>
      <span className="clip hidden text-sm text-muted @[760px]:block">{t(`causeShort.${cause}`)}</span>
      <span className="text-right">{copies.toLocaleString(i18n.language)}</span>
      <span className="text-right">
        <Bytes value={bytes} />
      </span>
      <Layers positions={storedIn} layers={layers} />
      <Layers positions={hiddenBy} layers={layers} />
    </div>
  )
}

const mostNamed = 3

/** Numbers of layers, their instructions on hover. */
function Layers(props: {
  readonly positions: readonly number[]
  readonly layers: readonly ContentLayer[] | undefined
}) {
  const { t, i18n } = useTranslation('waste')
  const { positions, layers } = props
  const shown = positions.slice(0, mostNamed).map((position) => (position + 1).toLocaleString(i18n.language))
  const more = positions.length - shown.length
  const tip = positions
    .slice(0, 12)
    .map((position) => `${position + 1}  ${instructionOf(layers, position) ?? t('findings.unknown')}`)
    .join('\n')
  return (
    <span className="clip text-right text-muted" data-tip={tip}>
      {[...shown, ...(more > 0 ? [t('offenders.more', { count: more })] : [])].join(', ')}
    </span>
  )
}
