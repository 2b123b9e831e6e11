import { harmless } from '@shared/text'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSettings } from '../../../api'
import { Chip, TextField, Untrusted } from '../../../components'
import { usePins } from './usePins'

/** What no cleanup takes, whatever the rules. */
export function PinList() {
  const { t } = useTranslation('cleanupPlan')
  const { pins } = useSettings()
  const { add, remove } = usePins()
  const [typed, setTyped] = useState('')
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (typed.trim() === '') return
    add(typed.trim())
    setTyped('')
  }
  return (
    <div className="flex flex-col gap-2">
      <div className="text-sm text-muted">{pins.length === 0 ? t('pinsNone') : t('pinsHint')}</div>
      {pins.length === 0 ? null : (
        <div className="flex flex-wrap gap-1">
          {pins.map((pin) => (
            <Chip key={pin} label={harmless(pin)} onRemove={() => remove(pin)}>
              <Untrusted text={pin} />
            </Chip>
          ))}
        </div>
      )}
      <form onSubmit={submit}>
        <TextField
          label={t('pinAdd')}
          labelHidden
          mono
          maxLength={512}
          placeholder={t('pinPlaceholder')}
          value={typed}
          onChange={setTyped}
        />
      </form>
    </div>
  )
}
