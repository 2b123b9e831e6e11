import { useTranslation } from 'react-i18next'
import { useSettings } from '../../api'
import { Checkbox } from '../../components'
import { SettingsSection } from './SettingsSection'
import { useSetting } from './useSetting'

export function ImagesSection() {
  const { t } = useTranslation('settings')
  const { showIntermediate } = useSettings()
  const set = useSetting()
  return (
    <SettingsSection title={t('images')}>
      <Checkbox
        checked={showIntermediate}
        onChange={(checked) => set({ showIntermediate: checked })}
        label={t('intermediate')}
        hint={t('intermediateHint')}
      />
    </SettingsSection>
  )
}
