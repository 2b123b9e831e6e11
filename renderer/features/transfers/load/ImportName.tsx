import { shortId } from '@shared/domain/digest'
import { harmless } from '@shared/text'
import { useTranslation } from 'react-i18next'
import { Mono, Note, TextArea, TextField, useErrorText } from '../../../components'
import type { PullPlan } from '../pull/pull.logic'
import type { Load } from './useLoad'

/** An import has no name of its own: the one typed here, or none. */
export function ImportName({ load: { name, changes } }: { readonly load: Load }) {
  const { t } = useTranslation('transfers')
  const errorText = useErrorText()
  const { plan } = name
  const error = plan.type === 'invalid' ? errorText(plan.error) : undefined
  return (
    <>
      <TextField
        label={t('load.field')}
        mono
        // The dialog was there before what it asks was known.
        autoFocus
        maxLength={512}
        placeholder={t('load.placeholder')}
        value={name.typed}
        onChange={name.set}
        hint={plan.type === 'empty' ? t('load.fieldHint') : undefined}
        {...(error === undefined ? {} : { error: `${error.sentence} ${error.advice}` })}
      />
      {plan.type === 'valid' ? <Meaning plan={plan} /> : null}
      <Changes changes={changes} />
    </>
  )
}

function Changes({ changes }: { readonly changes: Load['changes'] }) {
  const { t } = useTranslation('transfers')
  const errorText = useErrorText()
  const error = changes.parsed.ok ? undefined : errorText(changes.parsed.error)
  return (
    <TextArea
      label={t('load.changes')}
      mono
      maxLength={64_000}
      placeholder={t('load.changesPlaceholder')}
      value={changes.typed}
      onChange={changes.set}
      hint={t('load.changesHint')}
      {...(error === undefined ? {} : { error: `${error.sentence} ${error.advice}` })}
    />
  )
}

function Meaning({ plan }: { readonly plan: Extract<PullPlan, { type: 'valid' }> }) {
  const { t } = useTranslation('transfers')
  const { canonical, familiar, owner, becomesDangling } = plan
  return (
    <div className="flex flex-col gap-2">
      <div>
        <div className="text-sm text-muted">{t('pull.fullName')}</div>
        <div className="[overflow-wrap:anywhere]" data-selectable>
          <Mono>{canonical}</Mono>
        </div>
      </div>
      {owner === undefined ? null : (
        <Note>
          {t(becomesDangling ? 'load.importTakesDangling' : 'load.importTakes', {
            name: harmless(familiar),
            owner: shortId(owner.id),
          })}
        </Note>
      )}
    </div>
  )
}
