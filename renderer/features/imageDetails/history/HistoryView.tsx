import { History as HistoryIcon } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useImageHistory } from '../../../api'
import { EmptyState } from '../../../components'
import { TabWait } from '../TabWait'
import { BaseBanner } from './BaseBanner'
import { HistoryBar } from './HistoryBar'
import { HistoryList } from './HistoryList'
import type { HistoryOrder } from './history.logic'
import { StepDetail } from './StepDetail'

/** The image as the steps that made it, paired with its layers. */
export function HistoryView(props: {
  readonly imageId: string
  readonly onOpenImage: (imageId: string) => void
}) {
  const { t } = useTranslation('details')
  const { data, error, loading, more, loadMore, retry } = useImageHistory(props.imageId)
  const [order, setOrder] = useState<HistoryOrder>('newestFirst')
  const [chosen, setChosen] = useState<number>()

  if (data === undefined)
    return <TabWait error={error} loading={loading} text={t('history.loading')} onRetry={retry} />

  const { head, lines } = data
  if (head.total === 0)
    return <EmptyState icon={HistoryIcon} title={t('history.empty')} text={t('history.emptyText')} />

  const step = chosen === undefined ? undefined : lines[chosen]
  return (
    <div className="@container flex min-h-0 flex-1 flex-col">
      <HistoryBar head={head} lines={lines} order={order} onOrder={setOrder} />
      <BaseBanner history={head} onOpenImage={props.onOpenImage} />
      <HistoryList
        head={head}
        lines={lines}
        order={order}
        chosen={chosen}
        onChoose={setChosen}
        more={more}
        onMore={loadMore}
      />
      {step === undefined ? null : (
        <StepDetail
          key={chosen}
          imageId={props.imageId}
          step={step}
          layerCount={head.layerCount}
          onClose={() => setChosen(undefined)}
        />
      )}
    </div>
  )
}
