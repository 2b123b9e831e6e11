import { type FormEvent, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useEngine } from '../../api'
import {
  Button,
  Checkbox,
  CommandLine,
  ErrorState,
  FormFoot,
  Mono,
  visibleText,
  Warning,
} from '../../components'
import { Dialog } from '../../components/Dialog'
import { RunFields } from './RunFields'
import { type RunDialogRequest, type RunState, useRunForm } from './useRunForm'

/** `docker run` as far as checking an image needs it. What is in the way is said here, before anything is made. */
export function RunDialog(props: { readonly request: RunDialogRequest; readonly onClose: () => void }) {
  const { t } = useTranslation('run')
  const { request, onClose } = props
  const id = useId()
  const run = useRunForm(request)
  const { plan, job, replace } = run
  const live = useEngine().data?.state.type === 'connected'
  const ready = live && plan.request !== undefined && !job.busy
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (ready) void run.send().then((began) => began && onClose())
  }
  return (
    <Dialog
      title={
        request.replace === undefined
          ? t('title')
          : t('titleReplace', { name: visibleText(request.replace.name) })
      }
      description={
        <span className="block truncate">
          <Mono>{request.image}</Mono>
        </span>
      }
      width="large"
      onClose={onClose}
      footer={
        <FormFoot
          form={id}
          cancel={t('cancel')}
          submit={
            replace === undefined ? t('submit') : t('submitReplace', { name: visibleText(replace.name) })
          }
          ready={ready}
          tip={live ? undefined : t('needsEngine')}
          danger={replace !== undefined}
          onCancel={onClose}
        />
      }
    >
      <form id={id} onSubmit={submit} className="flex flex-col gap-3 pb-3">
        <Replaces run={run} isFilled={request.options !== undefined} />
        <RunFields run={run} />
        {plan.commandLine === undefined ? null : <CommandLine command={plan.commandLine} />}
        <InTheWay run={run} />
      </form>
    </Dialog>
  )
}

function Replaces({ run, isFilled }: { readonly run: RunState; readonly isFilled: boolean }) {
  const { t } = useTranslation('run')
  const { replace } = run
  if (replace === undefined) return null
  return (
    <Warning>
      {t('replaces', { name: visibleText(replace.name) })} {isFilled ? t('replacesFilled') : null}{' '}
      <Button size="small" onClick={() => run.setReplace(undefined)}>
        {t('keep')}
      </Button>
    </Warning>
  )
}

/** Name or port taken; a container gives way only when it is named and ticked. */
function InTheWay({ run }: { readonly run: RunState }) {
  const { t } = useTranslation('run')
  const { job, conflict } = run
  if (job.error === undefined) return null
  return (
    <ErrorState error={job.error} compact>
      {conflict === undefined ? null : (
        <Checkbox
          checked={false}
          onChange={() => run.setReplace(conflict)}
          label={t('replaceOffer', { name: visibleText(conflict.name) })}
          hint={t('replaceOfferHint')}
        />
      )}
    </ErrorState>
  )
}
