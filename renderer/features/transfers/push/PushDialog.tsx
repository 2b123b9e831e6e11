import { shortId } from '@shared/domain/digest'
import type { ImageRow } from '@shared/domain/image'
import { type FormEvent, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useEngine } from '../../../api'
import { CommandLine, ErrorState, FormFoot, Mono } from '../../../components'
import { Dialog } from '../../../components/Dialog'
import { PushForm } from './PushForm'
import { PushTargets } from './PushTargets'
import { usePush } from './usePush'

/** Tag and push in one act: the names that it makes are shown before. */
export function PushDialog({ row, onClose }: { readonly row: ImageRow; readonly onClose: () => void }) {
  const { t } = useTranslation('transfers')
  const form = useId()
  const push = usePush(row)
  const live = useEngine().data?.state.type === 'connected'
  const { plan, job } = push
  const count = plan.type === 'valid' ? plan.targets.length : 0
  const ready = live && count > 0 && !job.busy
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (ready) void push.send().then((began) => began && onClose())
  }
  return (
    <Dialog
      title={t('push.title')}
      description={
        <span className="flex min-w-0 items-baseline gap-2">
          <span className="min-w-0 truncate">
            <Mono>{row.tags[0] ?? t('push.unnamed')}</Mono>
          </span>
          <Mono muted>{shortId(row.id)}</Mono>
        </span>
      }
      onClose={onClose}
      footer={
        <FormFoot
          form={form}
          cancel={t('cancel')}
          submit={count === 0 ? t('push.submitNone') : t('push.submit', { count })}
          ready={ready}
          tip={live ? undefined : t('needsEngine')}
          onCancel={onClose}
        />
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-3 pb-3">
        <PushForm push={push} />
        {plan.type === 'valid' && count > 0 ? (
          <>
            <PushTargets plan={plan} />
            <CommandLine command={plan.command} />
          </>
        ) : null}
        {job.error === undefined ? null : <ErrorState error={job.error} compact />}
      </form>
    </Dialog>
  )
}
