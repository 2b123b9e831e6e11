import { Layers } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useImageLayers } from '../../../api'
import { EmptyState } from '../../../components'
import { TabWait } from '../TabWait'
import { LayerDetail } from './LayerDetail'
import { LayerStack } from './LayerStack'
import { LayersSummary } from './LayersSummary'

/** The image as the stack that it is on the disk. */
export function LayersView(props: {
  readonly imageId: string
  readonly onOpenImage: (imageId: string) => void
}) {
  const { t } = useTranslation('layers')
  const { imageId, onOpenImage } = props
  const { data, error, loading, refreshing, retry } = useImageLayers(imageId)
  const [chosen, setChosen] = useState<number>()

  if (data === undefined)
    return <TabWait error={error} loading={loading} text={t('loading')} onRetry={retry} />

  if (data.layerCount === 0 && data.emptyCount === 0)
    return <EmptyState icon={Layers} title={t('none')} text={t('noneText')} />

  const layer = chosen === undefined ? undefined : data.layers[chosen]
  return (
    <div aria-busy={refreshing} className="@container flex min-h-0 flex-1 flex-col">
      <LayersSummary
        imageId={imageId}
        stack={data}
        refreshing={refreshing}
        onAgain={retry}
        onOpenImage={onOpenImage}
      />
      <LayerStack stack={data} chosen={chosen} onChoose={setChosen} />
      {layer === undefined ? null : (
        <LayerDetail
          key={layer.chainId}
          imageId={imageId}
          layer={layer}
          stack={data}
          onOpenImage={onOpenImage}
          onClose={() => setChosen(undefined)}
        />
      )}
    </div>
  )
}
