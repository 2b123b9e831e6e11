import type { Endpoint } from '@shared/domain/engine'
import type { AppError } from '@shared/errors'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { errorOf, keys, strata, unwrap } from '../../api'
import { Button, TextField, useErrorText } from '../../components'

/** A typed address is checked by main, remembered, and then used. */
export function HostForm({ onAdded }: { readonly onAdded: (endpoint: Endpoint) => void }) {
  const { t } = useTranslation('engine')
  const client = useQueryClient()
  const errorText = useErrorText()
  const [host, setHost] = useState('')
  const [error, setError] = useState<AppError>()
  const add = async (): Promise<void> => {
    try {
      const endpoint = await unwrap(strata().engine.addHost({ host: host.trim() }))
      void client.invalidateQueries({ queryKey: keys.endpoints })
      setHost('')
      onAdded(endpoint)
    } catch (cause) {
      setError(errorOf(cause))
    }
  }
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault()
    void add()
  }
  const words = error === undefined ? undefined : errorText(error)
  return (
    <form onSubmit={onSubmit} className="flex items-start gap-2">
      <div className="min-w-0 flex-1">
        <TextField
          label={t('dialog.other')}
          hint={t('dialog.otherHint')}
          error={words === undefined ? undefined : `${words.sentence} ${words.advice}`}
          value={host}
          mono
          onChange={(value) => {
            setHost(value)
            setError(undefined)
          }}
        />
      </div>
      <Button type="submit" disabled={host.trim() === ''} className="mt-5">
        {t('dialog.connect')}
      </Button>
    </form>
  )
}
