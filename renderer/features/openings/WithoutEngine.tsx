import { Archive, Cloud, FolderOpen, GitCompareArrows } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../components'
import { dialogs, navigation } from '../frame'
import { useOpenImageFile } from './useOpenImageFile'

/** No engine is not a dead end: what can be done all the same. */
export function WithoutEngine() {
  const { t } = useTranslation('openings')
  const open = useOpenImageFile()
  return (
    <section aria-label={t('without.label')} className="mt-2 border-t border-line pt-3">
      <h2 className="m-0 text-base font-semibold">{t('without.label')}</h2>
      <p className="m-0 mt-0.5 text-muted">{t('without.text')}</p>
      <div className="mt-2 flex flex-wrap gap-2">
        <Button icon={Archive} onClick={() => open('archive')}>
          {t('file')}
        </Button>
        <Button icon={FolderOpen} onClick={() => open('layout')}>
          {t('layout')}
        </Button>
        <Button icon={Cloud} onClick={() => dialogs.open({ type: 'registryImage', to: 'contents' })}>
          {t('registry')}
        </Button>
        <Button icon={GitCompareArrows} onClick={() => navigation.goTo('compare')}>
          {t('compare')}
        </Button>
      </div>
    </section>
  )
}
