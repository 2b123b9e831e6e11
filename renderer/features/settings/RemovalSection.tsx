import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSettings } from '../../api'
import { TextField } from '../../components'
import { SettingsSection } from './SettingsSection'
import { readUndoSeconds } from './settings.logic'
import { useSetting } from './useSetting'

export function RemovalSection() {
  const { t } = useTranslation('settings')
  const { undoSeconds } = useSettings()
  const set = useSetting()
  /** What is being typed while it is no number yet; otherwise the setting itself is shown. */
  const [typed, setTyped] = useState<string>()
  const invalid = typed !== undefined && readUndoSeconds(typed).type === 'invalid'
  const change = (next: string): void => {
    const read = readUndoSeconds(next)
    if (read.type === 'invalid') return setTyped(next)
    setTyped(undefined)
    set({ undoSeconds: read.seconds })
  }
  return (
    <SettingsSection title={t('removal')}>
      <div className="w-[320px] max-w-full">
        <TextField
          label={t('undo')}
          inputMode="numeric"
          value={typed ?? String(undoSeconds)}
          onChange={change}
          hint={t('undoHint')}
          {...(invalid ? { error: t('undoInvalid') } : {})}
          onBlur={() => setTyped(undefined)}
        />
      </div>
    </SettingsSection>
  )
}
