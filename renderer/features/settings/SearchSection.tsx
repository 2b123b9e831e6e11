import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { errorOf, useChangeSettings, useSettings } from '../../api'
import { Button, TextField, useErrorText } from '../../components'
import { SettingsSection } from './SettingsSection'

/** Where Docker Hub is asked: some networks only reach a mirror of it. */
export function SearchSection() {
  const { t } = useTranslation('settings')
  const { hubEndpoint = '' } = useSettings()
  const [typed, setTyped] = useState<string>()
  const change = useChangeSettings()
  const errorText = useErrorText()
  const refused = change.error === null ? undefined : errorText(errorOf(change.error))
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    // What was typed stays when it is refused.
    change.mutate({ hubEndpoint: (typed ?? hubEndpoint).trim() }, { onSuccess: () => setTyped(undefined) })
  }
  return (
    <SettingsSection title={t('search')}>
      <form onSubmit={submit} className="flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <TextField
            label={t('hub')}
            mono
            maxLength={2048}
            placeholder="https://hub.docker.com"
            hint={t('hubHint')}
            value={typed ?? hubEndpoint}
            onChange={(next) => {
              setTyped(next)
              change.reset()
            }}
            {...(refused === undefined ? {} : { error: `${refused.sentence} ${refused.advice}` })}
          />
        </div>
        <div className="pt-5">
          <Button type="submit" disabled={typed === undefined || change.isPending}>
            {t('hubSave')}
          </Button>
        </div>
      </form>
    </SettingsSection>
  )
}
