import { type FormEvent, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { strata, unwrap, useEngine, useStartJob } from '../../../api'
import { CommandLine, ErrorState, FormFoot, Select, TextField, useErrorText } from '../../../components'
import { Dialog } from '../../../components/Dialog'
import { PullNotes } from './PullNotes'
import { platformChoices } from './pull.logic'
import { usePullPlan } from './usePullPlan'

/** Shows the full name that will be used before anything moves. */
export function PullDialog(props: {
  readonly reference?: string | undefined
  readonly platform?: string | undefined
  readonly onClose: () => void
}) {
  const { t } = useTranslation('transfers')
  const form = useId()
  const [typed, setTyped] = useState(props.reference ?? '')
  const [platform, setPlatform] = useState(props.platform)
  const errorText = useErrorText()
  const job = useStartJob()
  const plan = usePullPlan(typed, platform)
  const engine = useEngine().data
  const live = engine?.state.type === 'connected'
  const error = plan.type === 'invalid' ? errorText(plan.error) : undefined
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (plan.type !== 'valid' || job.busy || !live) return
    const input = { reference: plan.canonical, ...(platform === undefined ? {} : { platform }) }
    void job.start(() => unwrap(strata().transfers.pull(input))).then((began) => began && props.onClose())
  }
  return (
    <Dialog
      title={t('pull.title')}
      description={t('pull.intro')}
      onClose={props.onClose}
      footer={
        <FormFoot
          form={form}
          cancel={t('cancel')}
          submit={t('pull.submit')}
          ready={plan.type === 'valid' && !job.busy && live}
          tip={live ? undefined : t('needsEngine')}
          onCancel={props.onClose}
        />
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-3 pb-3">
        <div className="flex items-start gap-3">
          <div className="min-w-0 flex-1">
            <TextField
              label={t('pull.field')}
              mono
              data-first
              maxLength={512}
              placeholder={t('pull.placeholder')}
              value={typed}
              onFocus={(event) => event.currentTarget.select()}
              onChange={(next) => {
                setTyped(next)
                job.clear()
              }}
              {...(error === undefined ? {} : { error: `${error.sentence} ${error.advice}` })}
            />
          </div>
          <div className="w-[176px] shrink-0">
            <Select
              label={t('pull.platform')}
              value={platform ?? ''}
              options={[
                { value: '', label: t('pull.platformOwn') },
                ...platformChoices(props.platform).map((value) => ({ value, label: value })),
              ]}
              onChange={(next) => setPlatform(next === '' ? undefined : next)}
            />
          </div>
        </div>
        {/* Its height is kept, so that the dialog does not jump while a name is typed. */}
        <div className="min-h-24">
          {plan.type === 'valid' ? (
            <PullNotes plan={plan} />
          ) : plan.type === 'empty' ? (
            <p className="m-0 text-muted">{t('pull.waiting')}</p>
          ) : null}
        </div>
        {plan.type === 'valid' ? <CommandLine command={plan.command} /> : null}
        {job.error === undefined ? null : <ErrorState error={job.error} compact />}
      </form>
    </Dialog>
  )
}
