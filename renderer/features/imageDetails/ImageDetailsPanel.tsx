import { type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useEngine, useImageDetails, useImages } from '../../api'
import { cx, ErrorState } from '../../components'
import { later } from '../../components/later'
import { Tabs } from '../../components/Tabs'
import { dialogs, navigation } from '../frame'
import { GoneState } from './GoneState'
import { HistoryView } from './history/HistoryView'
import { LayersView } from './layers/LayersView'
import { Overview } from './overview/Overview'
import { removalTargets } from './overview/overview.logic'
import { PanelHeader } from './PanelHeader'
import { RawView } from './raw/RawView'

// Comes with its own file when someone looks into an image.
const FilesPanel = later(async () => (await import('../contents')).FilesPanel)

type TabKey = 'overview' | 'layers' | 'files' | 'history' | 'raw'

export function ImageDetailsPanel(props: {
  readonly imageId: string
  readonly onClose: () => void
  readonly onOpenImage: (imageId: string) => void
}) {
  const { t } = useTranslation('details')
  const { imageId, onClose, onOpenImage } = props
  const [tab, setTab] = useState<TabKey>(() => navigation.place().tab ?? 'overview')
  const { data, error, loading, refreshing, retry } = useImageDetails(imageId)
  const row = useImages().data?.byId.get(imageId)
  const live = useEngine().data?.state.type === 'connected'
  const gone = error?.code === 'IMAGE_NOT_FOUND'

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented) return
    event.preventDefault()
    onClose()
  }
  const untag = (reference: string): void =>
    dialogs.open({ type: 'remove', targets: [{ type: 'reference', reference, imageId }] })
  const name = data?.references[0]?.familiar ?? imageId

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Esc anywhere in the panel closes it
    <div aria-busy={refreshing} onKeyDown={onKeyDown} className="flex min-h-0 flex-1 flex-col bg-canvas">
      <PanelHeader
        imageId={imageId}
        details={data}
        row={row}
        gone={gone}
        onTag={() => (row === undefined ? undefined : dialogs.open({ type: 'tag', row }))}
        onPush={() => (row === undefined ? undefined : dialogs.open({ type: 'push', row }))}
        onRun={() => dialogs.open({ type: 'run', image: name, imageId })}
        onInside={() => navigation.openContents({ place: { type: 'engine', image: imageId } })}
        onRemove={() => dialogs.open({ type: 'remove', targets: removalTargets(imageId, data) })}
        onClose={onClose}
      />
      {gone ? <GoneState known={data !== undefined} onClose={onClose} /> : null}
      {error !== undefined && !gone ? (
        <div className="px-3 pb-2">
          <ErrorState error={error} onRetry={retry} compact />
        </div>
      ) : null}
      {data === undefined ? (
        loading && <p className="m-0 px-3 py-2 text-muted">{t('panel.loading')}</p>
      ) : (
        // Last known, and said to be: dimmed as soon as the engine no longer stands behind it.
        <div
          className={cx(
            'flex min-h-0 flex-1 flex-col [&_[role=tablist]]:overflow-y-hidden',
            (error !== undefined || !live) && 'stale',
          )}
        >
          <Tabs<TabKey>
            label={t('tabs.label')}
            value={tab}
            onChange={setTab}
            items={[
              {
                key: 'overview',
                label: t('tabs.overview'),
                content: <Overview details={data} row={row} onOpenImage={onOpenImage} onUntag={untag} />,
              },
              {
                key: 'layers',
                label: t('tabs.layers'),
                content: <LayersView key={imageId} imageId={imageId} onOpenImage={onOpenImage} />,
              },
              {
                key: 'files',
                label: t('tabs.files'),
                content: <FilesPanel key={imageId} imageId={imageId} />,
              },
              {
                key: 'history',
                label: t('tabs.history'),
                content: <HistoryView imageId={imageId} onOpenImage={onOpenImage} />,
              },
              { key: 'raw', label: t('tabs.raw'), content: <RawView imageId={imageId} name={name} /> },
            ]}
          />
        </div>
      )}
    </div>
  )
}
