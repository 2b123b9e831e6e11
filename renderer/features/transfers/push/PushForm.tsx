import { useTranslation } from 'react-i18next'
import { Checkbox, Mono, Select, TextField, useErrorText } from '../../../components'
import type { Push } from './usePush'

const another = '\n'

export function PushForm({ push }: { readonly push: Push }) {
  const { t } = useTranslation('transfers')
  const errorText = useErrorText()
  const { plan, registries, registry, isTyped } = push
  const error = plan.type === 'invalid' ? errorText(plan.error) : undefined
  return (
    <>
      <div className="grid grid-cols-2 items-start gap-3">
        <div className="flex min-w-0 flex-col gap-2">
          <Select
            label={t('push.registry')}
            data-first
            value={isTyped ? another : registry}
            options={[
              ...registries.map((value) => ({
                value,
                label: value === 'docker.io' ? t('push.hub') : value,
              })),
              { value: another, label: t('push.another') },
            ]}
            onChange={(next) => push.chooseRegistry(next === another ? undefined : next)}
          />
          {isTyped ? (
            <TextField
              label={t('push.address')}
              mono
              autoFocus
              maxLength={255}
              placeholder="localhost:5000"
              value={registry}
              onChange={push.setRegistry}
            />
          ) : null}
        </div>
        <TextField
          label={t('push.repository')}
          mono
          maxLength={255}
          placeholder="team/app"
          value={push.path}
          onChange={push.setPath}
        />
      </div>
      {error === undefined ? null : (
        <p role="alert" className="m-0 text-sm text-danger">
          {error.sentence} {error.advice}
        </p>
      )}
      {push.own.length === 0 ? null : (
        <fieldset className="m-0 min-w-0 border-0 p-0">
          <legend className="mb-1 p-0 text-sm text-muted">{t('push.tags')}</legend>
          <div className="flex max-h-28 flex-wrap gap-x-5 gap-y-1 overflow-auto">
            {push.own.map((tag) => (
              <Checkbox
                key={tag}
                checked={push.ticked.has(tag)}
                onChange={(on) => push.tick(tag, on)}
                label={<Mono>{tag}</Mono>}
              />
            ))}
          </div>
        </fieldset>
      )}
      <TextField
        label={push.own.length === 0 ? t('push.newTags') : t('push.moreTags')}
        mono
        maxLength={512}
        placeholder={t('push.tagsPlaceholder')}
        value={push.more}
        onChange={push.setMore}
      />
    </>
  )
}
