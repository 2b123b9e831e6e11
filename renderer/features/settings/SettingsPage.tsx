import { useTranslation } from 'react-i18next'
import { Toolbar } from '../../components'
import { AboutSection } from './AboutSection'
import { HostsSection } from './HostsSection'
import { ImagesSection } from './ImagesSection'
import { LookSection } from './LookSection'
import { RemovalSection } from './RemovalSection'
import { SearchSection } from './SearchSection'

/** Few choices, each with effect at once. */
export function SettingsPage() {
  const { t } = useTranslation('settings')
  return (
    <>
      <Toolbar title={t('title')}>
        <span className="text-muted">{t('saved')}</span>
      </Toolbar>
      <div className="min-h-0 flex-1 overflow-auto px-6 py-4">
        <div className="flex max-w-[640px] flex-col gap-6">
          <LookSection />
          <RemovalSection />
          <ImagesSection />
          <HostsSection />
          <SearchSection />
          <AboutSection />
        </div>
      </div>
    </>
  )
}
