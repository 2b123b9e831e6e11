import { shortId } from '@shared/domain/digest'
import { harmless } from '@shared/text'
import { Info, TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Mono } from '../../../components'
import { type TagNote, tagNotes, type ValidPreview } from './tag.logic'

const shownNames = 3

export function TagNotes({ preview }: { readonly preview: ValidPreview }) {
  const { t } = useTranslation('cleanup')
  return (
    <div className="flex flex-col gap-2">
      <div>
        <div className="text-sm text-muted">{t('tag.fullName')}</div>
        <div className="[overflow-wrap:anywhere]" data-selectable>
          <Mono>{preview.canonical}</Mono>
        </div>
      </div>
      {tagNotes(preview).map((note) => (
        <Note key={note.type} note={note} name={preview.familiar} />
      ))}
    </div>
  )
}

function Note({ note, name }: { readonly note: TagNote; readonly name: string }) {
  const { t } = useTranslation('cleanup')
  if (note.type === 'takesFromOther') return <Takes note={note} name={name} />
  return (
    <p className="m-0 flex items-start gap-1.5 text-muted">
      <Info size={16} aria-hidden className="mt-0.5 shrink-0 text-faint" />
      <span>{note.type === 'alreadyThis' ? t('tag.alreadyThis') : t('tag.defaulted')}</span>
    </p>
  )
}

function Takes(props: {
  readonly note: Extract<TagNote, { type: 'takesFromOther' }>
  readonly name: string
}) {
  const { t } = useTranslation('cleanup')
  const { note, name } = props
  const owner = shortId(note.imageId)
  const names = note.otherTags
    .slice(0, shownNames)
    .map((tag) => harmless(tag))
    .join(', ')
  const more = note.otherTags.length - shownNames
  const list = more > 0 ? t('tag.andMore', { names, more }) : names
  return (
    <div role="status" className="flex items-start gap-2 rounded-md bg-warn-soft px-2.5 py-2">
      <TriangleAlert size={16} aria-hidden className="mt-0.5 shrink-0 text-warn" />
      <div className="min-w-0 [overflow-wrap:anywhere]">
        <p className="m-0">{t('tag.takes', { name: harmless(name), owner })}</p>
        <p className="m-0">
          {note.dangling
            ? t('tag.takesDangling', { owner })
            : t('tag.takesKeeps', { owner, names: list, count: note.otherTags.length })}
        </p>
      </div>
    </div>
  )
}
