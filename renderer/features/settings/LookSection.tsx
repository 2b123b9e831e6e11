import { useTranslation } from 'react-i18next'
import { useSettings } from '../../api'
import { Choice } from './Choice'
import { SettingsSection } from './SettingsSection'
import { useSetting } from './useSetting'

export function LookSection() {
  const { t } = useTranslation('settings')
  const { theme, density } = useSettings()
  const set = useSetting()
  return (
    <SettingsSection title={t('look')}>
      <Choice
        label={t('theme')}
        value={theme}
        options={(['system', 'light', 'dark'] as const).map((value) => ({
          value,
          label: t(`themeValue.${value}`),
        }))}
        onChange={(value) => set({ theme: value })}
      />
      <Choice
        label={t('density')}
        value={density}
        options={(['compact', 'comfortable'] as const).map((value) => ({
          value,
          label: t(`densityValue.${value}`),
        }))}
        onChange={(value) => set({ density: value })}
      />
    </SettingsSection>
  )
}
