import { shortId } from '@shared/domain/digest'
import type { ImageRow } from '@shared/domain/image'
import type { AppError } from '@shared/errors'
import { harmless } from '@shared/text'
import { type FormEvent, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  Button,
  CommandLine,
  ErrorState,
  Mono,
  showToast,
  TextField,
  useErrorText,
} from '../../../components'
import { Dialog } from '../../../components/Dialog'
import { TagNotes } from './TagNotes'
import { canTag, startingName } from './tag.logic'
import { useSetTag } from './useSetTag'
import { useTagCheck } from './useTagCheck'

/** Gives an image a name. What it will mean is shown before it is done; what was typed stays on any error. */
export function TagDialog({ row, onClose }: { readonly row: ImageRow; readonly onClose: () => void }) {
  const { t } = useTranslation('cleanup')
  const form = useId()
  const [typed, setTyped] = useState(startingName(row.tags))
  const [touched, setTouched] = useState(false)
  const check = useTagCheck(row.id, typed)
  const action = useSetTag()
  const errorText = useErrorText()
  const { preview, isStale } = check
  const ready = canTag(preview, isStale)
  const invalid =
    touched && typed !== '' && preview?.type === 'invalid' && !isStale ? preview.error : undefined
  const moves = preview?.type === 'valid' && preview.owner.type === 'otherImage'

  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (!canTag(preview, isStale) || action.busy) return
    void action.run(row.id, preview).then((outcome) => {
      // The preview was overtaken: a fresh one stands there when the user looks again.
      if (outcome === undefined) return check.again()
      showToast({ tone: 'ok', text: t('tag.done', { name: harmless(outcome.familiar) }) })
      onClose()
    })
  }
  return (
    <Dialog
      title={t('tag.title')}
      description={<Subject row={row} />}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose} data-safe>
            {t('tag.cancel')}
          </Button>
          <Button variant="primary" type="submit" form={form} disabled={!ready || action.busy}>
            {moves ? t('tag.submitMove') : t('tag.submit')}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-3 pb-3">
        <TextField
          label={t('tag.field')}
          mono
          data-first
          placeholder={t('tag.placeholder')}
          value={typed}
          onFocus={(event) => event.currentTarget.select()}
          onChange={(next) => {
            setTyped(next)
            setTouched(true)
            action.clear()
          }}
          {...(invalid === undefined
            ? {}
            : { error: `${errorText(invalid).sentence} ${errorText(invalid).advice}` })}
        />
        {/* Its height is kept, so that the dialog does not jump while a name is typed. */}
        <div className="min-h-24">
          {preview?.type === 'valid' && typed !== '' ? (
            <div className={isStale ? 'stale' : undefined}>
              <TagNotes preview={preview} />
            </div>
          ) : typed === '' ? (
            <p className="m-0 text-muted">{t('tag.waiting')}</p>
          ) : isStale ? (
            <p className="m-0 text-muted">{t('tag.checking')}</p>
          ) : null}
        </div>
        {preview?.type === 'valid' && typed !== '' ? <CommandLine command={preview.command} /> : null}
        {check.error === undefined ? null : <ErrorState error={check.error} compact />}
        {action.error === undefined ? null : <ErrorState error={withImage(action.error, typed)} compact />}
      </form>
    </Dialog>
  )
}

/** Its sentence names what it is about, whatever the door it came through gave along. */
function withImage(error: AppError, image: string): AppError {
  return { ...error, params: { image, ...error.params } }
}

function Subject({ row }: { readonly row: ImageRow }) {
  const { t } = useTranslation('cleanup')
  const [first] = row.tags
  const more = row.tags.length - 1
  return (
    <span className="flex min-w-0 items-baseline gap-2">
      <span className="min-w-0 truncate">
        <Mono>{first ?? t('tag.unnamed')}</Mono>
      </span>
      {more > 0 ? <span className="whitespace-nowrap">{t('tag.moreNames', { count: more })}</span> : null}
      <Mono muted>{shortId(row.id)}</Mono>
    </span>
  )
}
