import { CloudDownload, CloudUpload, Copy, Eraser, FolderInput, PanelRight, Tag, Trash2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button, IconButton, MenuButton, SearchField, Toolbar } from '../../components'
import { keysFor, navigation, usePlace } from '../frame'
import { copyEntries } from './imageMenu'
import type { ImagesPageState } from './useImagesPage'
import { imagesView, useImagesView } from './viewState'

export function ImagesToolbar({
  page,
  onLeaveSearch,
}: {
  readonly page: ImagesPageState
  readonly onLeaveSearch: () => void
}) {
  const { t } = useTranslation('images')
  const { text } = useImagesView()
  const imageId = usePlace((now) => now.imageId)
  const { actions, targets, checked, visible, live } = page
  const [first] = targets
  const away = live ? undefined : t('action.needsEngine')
  const why = away ?? (targets.length === 0 ? t('action.needsRow') : undefined)
  return (
    <Toolbar title={t('title')}>
      <SearchField label={t('search')} value={text} onChange={imagesView.setText} onLeave={onLeaveSearch} />
      <div className="flex-1" />
      <Button variant="primary" icon={CloudDownload} disabled={!live} tip={away} onClick={actions.pull}>
        {t('action.pull')}
      </Button>
      <IconButton
        icon={FolderInput}
        label={t('action.load')}
        shortcut={keysFor('O')}
        disabled={!live}
        onClick={actions.load}
      />
      <Button
        icon={CloudUpload}
        disabled={!live || targets.length !== 1}
        tip={why ?? (targets.length > 1 ? t('action.needsOne') : t('action.push'))}
        onClick={() => first !== undefined && actions.push(first)}
      >
        <Label>{t('action.push')}</Label>
      </Button>
      <Button
        icon={Tag}
        disabled={!live || targets.length !== 1}
        tip={why ?? (targets.length > 1 ? t('action.needsOne') : t('action.tag'))}
        onClick={() => first !== undefined && actions.tag(first)}
      >
        <Label>{t('action.tag')}</Label>
      </Button>
      <MenuButton
        icon={Copy}
        menuLabel={t('action.copyMenu')}
        tip={t('action.copyMenu')}
        entries={() =>
          copyEntries(
            { t, actions, live },
            checked.length > 0 ? checked : first === undefined ? visible.rows : targets,
          )
        }
      >
        <Label>{t('action.copy')}</Label>
      </MenuButton>
      <Button
        icon={Trash2}
        disabled={!live || targets.length === 0}
        tip={why ?? t('action.remove')}
        onClick={() => actions.remove(targets)}
      >
        <Label>{t('action.remove')}</Label>
      </Button>
      <Button icon={Eraser} disabled={!live} tip={away ?? t('action.prune')} onClick={actions.prune}>
        <span className="max-[960px]:sr-only">{t('action.prune')}</span>
      </Button>
      <IconButton
        icon={PanelRight}
        label={t('action.details')}
        shortcut="Enter"
        aria-pressed={imageId !== undefined}
        disabled={imageId === undefined && first === undefined}
        onClick={() =>
          imageId !== undefined
            ? navigation.closeDetails()
            : first !== undefined && navigation.openImage(first.id)
        }
      />
    </Toolbar>
  )
}

/** In a narrow window the icon and its tooltip say it; the name stays for who listens. */
function Label({ children }: { readonly children: string }) {
  return <span className="max-[1120px]:sr-only">{children}</span>
}
