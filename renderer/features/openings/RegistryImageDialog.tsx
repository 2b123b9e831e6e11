import { type FormEvent, useId, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormFoot, Mono, Note, TextField, useErrorText } from '../../components'
import { Dialog } from '../../components/Dialog'
import { compareSides, navigation, type SideName } from '../frame'
import { readReference } from './reference.logic'

/** Which image of a registry is looked into, or stands on a side of a comparison. */
export function RegistryImageDialog(props: {
  readonly reference?: string | undefined
  readonly to: 'contents' | SideName
  readonly onClose: () => void
}) {
  const { t } = useTranslation('openings')
  const { t: common } = useTranslation()
  const form = useId()
  const errorText = useErrorText()
  const { to, onClose } = props
  const [typed, setTyped] = useState(props.reference ?? '')
  const read = useMemo(() => readReference(typed), [typed])
  const error = read.type === 'invalid' ? errorText(read.error) : undefined
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (read.type !== 'valid') return
    const place = { type: 'registry', reference: read.canonical } as const
    onClose()
    if (to === 'contents') navigation.openContents({ place })
    else compareSides.put(to, { place, name: read.familiar })
  }
  const isSide = to !== 'contents'
  return (
    <Dialog
      title={t(isSide ? 'dialog.titleSide' : 'dialog.title')}
      description={t('dialog.intro')}
      onClose={onClose}
      footer={
        <FormFoot
          form={form}
          cancel={common('cancel')}
          submit={t(isSide ? 'dialog.submitSide' : 'dialog.submit')}
          ready={read.type === 'valid'}
          onCancel={onClose}
        />
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-3 pb-3">
        <TextField
          label={t('dialog.field')}
          mono
          data-first
          maxLength={512}
          placeholder={t('dialog.placeholder')}
          value={typed}
          onFocus={(event) => event.currentTarget.select()}
          onChange={setTyped}
          hint={t('dialog.hint')}
          {...(error === undefined ? {} : { error: `${error.sentence} ${error.advice}` })}
        />
        {/* Its height is kept, so that the dialog does not jump while a name is typed. */}
        <div className="min-h-16">
          {read.type === 'valid' ? (
            <div className="flex flex-col gap-2">
              <div>
                <div className="text-sm text-muted">{t('dialog.fullName')}</div>
                <div className="[overflow-wrap:anywhere]" data-selectable>
                  <Mono>{read.canonical}</Mono>
                </div>
              </div>
              {read.isDefaultTag ? <Note>{t('dialog.latest')}</Note> : null}
            </div>
          ) : null}
        </div>
      </form>
    </Dialog>
  )
}
