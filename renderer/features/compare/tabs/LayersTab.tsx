import type { LayerDifference } from '@shared/domain/compare'
import { shortId } from '@shared/domain/digest'
import { useTranslation } from 'react-i18next'
import { Bytes, CopyButton, cx, formatBytes, Mono, VirtualList } from '../../../components'
import { layerSums } from '../compare.logic'

const grid = 'grid grid-cols-[20px_56px_56px_minmax(0,1fr)_96px] items-center gap-x-3 px-3'

/** Which layers both have, by their diffId. */
export function LayersTab({ layers }: { readonly layers: readonly LayerDifference[] }) {
  const { t, i18n } = useTranslation('compare')
  if (layers.length === 0) return <p className="m-0 p-3 text-muted">{t('layers.none')}</p>
  const sums = layerSums(layers)
  const bytes = (value: number): string => formatBytes(value, i18n.language)
  return (
    <>
      <p className="m-0 shrink-0 px-3 py-1.5 text-muted" data-selectable>
        {[
          t('layers.common', { count: sums.common, bytes: bytes(sums.commonBytes) }),
          t('layers.left', { bytes: bytes(sums.left) }),
          t('layers.right', { bytes: bytes(sums.right) }),
        ].join(' · ')}
      </p>
      <div aria-hidden className={cx(grid, 'h-7 shrink-0 border-b border-line text-sm text-muted')}>
        <span />
        <span className="text-right">{t('layers.position.left')}</span>
        <span className="text-right">{t('layers.position.right')}</span>
        <span>{t('layers.diffId')}</span>
        <span className="text-right">{t('layers.bytes')}</span>
      </div>
      <VirtualList label={t('layers.label')} count={layers.length} estimate={28} keyOf={(index) => index}>
        {(index) => {
          const layer = layers[index]
          return layer === undefined ? null : <LayerRow layer={layer} />
        }}
      </VirtualList>
    </>
  )
}

function LayerRow({ layer }: { readonly layer: LayerDifference }) {
  const { t } = useTranslation('compare')
  const { diffId, bytes, left, right } = layer
  const change =
    left === undefined ? ('added' as const) : right === undefined ? ('removed' as const) : ('same' as const)
  const marks = {
    added: { sign: '+', tone: 'text-ok', row: 'bg-ok-soft' },
    removed: { sign: '−', tone: 'text-danger', row: 'bg-danger-soft' },
    same: { sign: '=', tone: 'text-muted', row: 'text-muted' },
  } as const
  const { sign, tone, row } = marks[change]
  return (
    <div className={cx(grid, 'h-row border-b border-line/60', row)}>
      <span className={cx('font-mono font-semibold', tone)}>
        <span aria-hidden>{sign}</span>
        <span className="sr-only">{change === 'same' ? t('layers.both') : t(`changeTip.${change}`)}</span>
      </span>
      <span className="text-right">{left === undefined ? '' : left + 1}</span>
      <span className="text-right">{right === undefined ? '' : right + 1}</span>
      <span className="flex min-w-0 items-center gap-1" data-tip={diffId}>
        <Mono>{shortId(diffId)}</Mono>
        <CopyButton text={diffId} label={t('layers.copy')} />
      </span>
      <span className="text-right">
        <Bytes value={bytes} />
      </span>
    </div>
  )
}
