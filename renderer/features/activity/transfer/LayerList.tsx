import type { LayerRow, TransferView } from '@shared/domain/transfer'
import { useTranslation } from 'react-i18next'
import { Bytes, cx, Mono, ProgressBar, VirtualList } from '../../../components'
import { layerShare } from './transfer.logic'

const noLayers = {
  pull: 'transfer.noLayers',
  push: 'transfer.noLayers',
  save: 'transfer.savesFile',
  load: 'transfer.sendsFile',
} as const

/** A line for each layer, in the engine's order and words. */
export function LayerList({ transfer }: { readonly transfer: TransferView }) {
  const { t } = useTranslation('activity')
  const { layers } = transfer
  if (layers.length === 0) return <p className="m-0 p-3 text-muted">{t(noLayers[transfer.kind])}</p>
  return (
    <VirtualList
      label={t('transfer.layersLabel')}
      count={layers.length}
      estimate={26}
      keyOf={(index) => layers[index]?.id ?? index}
    >
      {(index) => {
        const layer = layers[index]
        return layer === undefined ? null : <Layer layer={layer} kind={transfer.kind} />
      }}
    </VirtualList>
  )
}

function Layer({ layer, kind }: { readonly layer: LayerRow; readonly kind: TransferView['kind'] }) {
  const { t } = useTranslation('activity')
  const { id, phase, current, total } = layer
  const share = layerShare(layer)
  const moving = phase === 'downloading' || phase === 'extracting' || phase === 'pushing'
  const word =
    phase === 'exists' && kind === 'push' ? t('transfer.phase.existsThere') : t(`transfer.phase.${phase}`)
  const over = phase === 'done' || phase === 'exists'
  return (
    <div className="flex h-[26px] items-center gap-3 border-b border-line/60 px-3">
      <span className="w-24 shrink-0">
        <Mono muted={over}>{id}</Mono>
      </span>
      <span className={cx('w-32 shrink-0 text-sm', over ? 'text-muted' : 'text-fg')}>{word}</span>
      <span className="min-w-0 max-w-60 flex-1">
        {moving ? (
          <ProgressBar label={`${id} ${word}`} {...(share === undefined ? {} : { value: share })} />
        ) : null}
      </span>
      <span className="w-36 shrink-0 text-right text-sm text-muted tabular-nums">
        {current === undefined ? null : (
          <>
            <Bytes value={current} />
            {total === undefined ? null : (
              <>
                {' / '}
                <Bytes value={total} />
              </>
            )}
          </>
        )}
      </span>
    </div>
  )
}
