import { CloudDownload, Layers, SearchX } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useEngine } from '../../api'
import { Button, EmptyState, ErrorState, visibleText } from '../../components'
import { EngineTrouble } from '../engine'
import { dialogs } from '../frame'
import type { ImagesPageState } from './useImagesPage'
import { imagesView } from './viewState'

/** What stands in the place of rows when there are none. */
export function ListState({ page }: { readonly page: ImagesPageState }) {
  const { t } = useTranslation('images')
  const { t: engineText } = useTranslation('engine')
  const engine = useEngine().data
  const { images, visible } = page
  const choose = <Button onClick={() => dialogs.open({ type: 'engines' })}>{engineText('choose')}</Button>

  if (engine?.state.type === 'lost' && visible.total === 0) return <EngineTrouble />
  if (images.error !== undefined && images.data === undefined)
    return <ErrorState error={images.error} onRetry={images.retry} action={choose} />
  if (engine?.state.type === 'connecting' && visible.total === 0)
    return <Quiet>{engineText('connectingText', { host: visibleText(engine.endpoint.host) })}</Quiet>
  if (images.loading) return <Quiet>{t('loading')}</Quiet>
  if (visible.total > 0)
    return (
      <EmptyState
        icon={SearchX}
        title={t('empty.none')}
        text={t('empty.noneText')}
        action={<Button onClick={imagesView.clearFilters}>{t('filter.clear')}</Button>}
      />
    )
  return (
    <EmptyState
      icon={Layers}
      title={t('empty.title')}
      text={t('empty.text')}
      action={
        <Button
          variant="primary"
          icon={CloudDownload}
          disabled={!page.live}
          onClick={() => dialogs.open({ type: 'pull', reference: 'hello-world' })}
        >
          {t('empty.pull')}
        </Button>
      }
    />
  )
}

function Quiet({ children }: { readonly children: string }) {
  return (
    <p role="status" className="m-0 p-6 text-center text-muted">
      {children}
    </p>
  )
}
