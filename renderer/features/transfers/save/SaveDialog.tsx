import type { ImageRow } from '@shared/domain/image'
import { maxSavedImages } from '@shared/domain/transfer'
import { type FormEvent, useId, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { strata, unwrap, useEngine, useStartJob } from '../../../api'
import { Bytes, CommandLine, ErrorState, FormFoot, Note, Warning } from '../../../components'
import { Dialog } from '../../../components/Dialog'
import { SaveNames } from './SaveNames'
import { saveChoices, savePlan } from './save.logic'

/** Several images in one file. Which names go into it is shown before the system asks where it shall be. */
export function SaveDialog(props: { readonly rows: readonly ImageRow[]; readonly onClose: () => void }) {
  const { t } = useTranslation('transfers')
  const form = useId()
  const { rows, onClose } = props
  const choices = useMemo(() => saveChoices(rows), [rows])
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const plan = useMemo(() => savePlan(choices.filter(({ image }) => !left.has(image))), [choices, left])
  const job = useStartJob()
  const live = useEngine().data?.state.type === 'connected'
  const count = plan.images.length
  const ready = live && count > 0 && !plan.isTooMany && !job.busy
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (!ready) return
    const { images, suggestedName } = plan
    let chose = false
    const ask = async (): Promise<void> => {
      chose = (await unwrap(strata().transfers.save({ images: [...images], suggestedName }))).started
    }
    void job.start(ask).then((began) => began && chose && onClose())
  }
  return (
    <Dialog
      title={t('save.title')}
      description={t('save.intro')}
      onClose={onClose}
      footer={
        <FormFoot
          form={form}
          cancel={t('cancel')}
          submit={t('save.submit')}
          ready={ready}
          tip={live ? undefined : t('needsEngine')}
          onCancel={onClose}
        />
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-3 pb-3">
        <SaveNames
          choices={choices}
          left={left}
          onChange={(image, on) =>
            setLeft((now) => {
              const next = new Set(now)
              if (on) next.delete(image)
              else next.add(image)
              return next
            })
          }
        />
        {plan.isTooMany ? <Warning>{t('save.tooMany', { count: maxSavedImages })}</Warning> : null}
        {count === 0 ? (
          <p className="m-0 text-muted">{t('save.none')}</p>
        ) : (
          <>
            <div className="flex flex-col gap-2">
              <p className="m-0 text-muted">
                {t('save.atMost')} <Bytes value={plan.atMost} estimate />
                {t('save.shared')}
              </p>
              <Note>{t('save.kept')}</Note>
              {plan.nameless === 0 ? null : <Note>{t('save.nameless', { count: plan.nameless })}</Note>}
            </div>
            <CommandLine command={plan.command} />
          </>
        )}
        {job.error === undefined ? null : <ErrorState error={job.error} compact />}
      </form>
    </Dialog>
  )
}
