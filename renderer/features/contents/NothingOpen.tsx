import { Archive, Cloud, FolderOpen, FolderTree, Layers } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button, EmptyState, Toolbar } from '../../components'
import { dialogs, navigation } from '../frame'
import { useOpenImageFile } from '../openings'

/** What the page is for, and the ways in. */
export function NothingOpen() {
  const { t } = useTranslation('contents')
  const open = useOpenImageFile()
  return (
    <>
      <Toolbar title={t('title')} />
      <EmptyState
        icon={FolderTree}
        title={t('empty')}
        text={t('emptyText')}
        action={
          <div className="flex flex-wrap justify-center gap-2">
            <Button icon={Layers} onClick={() => navigation.goTo('images')}>
              {t('toImages')}
            </Button>
            <Button icon={Archive} onClick={() => open('archive')}>
              {t('openArchive')}
            </Button>
            <Button icon={FolderOpen} onClick={() => open('layout')}>
              {t('openLayout')}
            </Button>
            <Button icon={Cloud} onClick={() => dialogs.open({ type: 'registryImage', to: 'contents' })}>
              {t('openRegistry')}
            </Button>
          </div>
        }
      />
    </>
  )
}
