import type { SavedImageView } from '@shared/domain/imageView'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useChangeSettings, useSettings } from '../../../api'
import { FormFoot, showToast, TextField, visibleText } from '../../../components'
import { Dialog } from '../../../components/Dialog'
import { withView } from './views.logic'

const formId = 'image-view-name'
const longestName = 60

/** Asks for the name of a view: a new one, or another one for `old`. */
export function ViewNameDialog(props: {
  readonly view: Omit<SavedImageView, 'name'>
  readonly old?: string
  readonly onClose: () => void
}) {
  const { view, old, onClose } = props
  const { t } = useTranslation('images')
  const { t: common } = useTranslation()
  const views = useSettings().imageViews
  const { mutate } = useChangeSettings()
  const [name, setName] = useState(old ?? '')
  const trimmed = name.trim()
  const taken = trimmed !== old && views.some((other) => other.name === trimmed)
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault()
    if (trimmed === '') return
    mutate({ imageViews: [...withView(views, { ...view, name: trimmed }, old)] })
    showToast({ text: t('view.saved', { name: visibleText(trimmed) }), tone: 'ok' })
    onClose()
  }
  return (
    <Dialog
      title={t(old === undefined ? 'view.nameTitle' : 'view.renameTitle')}
      width="small"
      onClose={onClose}
      footer={
        <FormFoot
          form={formId}
          cancel={common('cancel')}
          submit={t('view.submit')}
          ready={trimmed !== ''}
          onCancel={onClose}
        />
      }
    >
      <form id={formId} onSubmit={onSubmit}>
        <TextField
          label={t('view.name')}
          value={name}
          onChange={setName}
          maxLength={longestName}
          data-first
          hint={taken ? t('view.taken') : t('view.nameHint')}
        />
      </form>
    </Dialog>
  )
}
