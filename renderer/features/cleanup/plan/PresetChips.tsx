import { useTranslation } from 'react-i18next'
import { ToggleChip } from '../../../components'
import type { PresetName } from '../../frame'

export function PresetChips(props: {
  readonly names: readonly PresetName[]
  readonly chosen: PresetName | undefined
  readonly onChoose: (name: PresetName) => void
}) {
  const { t } = useTranslation('cleanupPlan')
  const { names, chosen, onChoose } = props
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset brings its own box
    <div role="group" aria-label={t('presets')} className="flex min-w-0 gap-1.5 overflow-x-auto py-1">
      {names.map((name) => (
        <ToggleChip
          key={name}
          pressed={chosen === name}
          tip={t(`presetTip.${name}`)}
          onChange={() => onChoose(name)}
        >
          {t(`preset.${name}`)}
        </ToggleChip>
      ))}
    </div>
  )
}
