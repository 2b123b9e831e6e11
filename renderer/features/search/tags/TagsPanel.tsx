import { harmless } from '@shared/text'
import { X } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, ErrorState, IconButton, TextField } from '../../../components'
import { Countdown } from '../SearchTrouble'
import { useHubTags } from '../useSearch'
import { TagRow } from './TagRow'

/** Tags of one repository: what there is to pull. It is keyed by its repository. */
export function TagsPanel(props: { readonly repository: string; readonly onClose: () => void }) {
  const { t } = useTranslation('search')
  const { repository, onClose } = props
  const [typed, setTyped] = useState('')
  const [name, setName] = useState('')
  const tags = useHubTags(repository, name)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setName(typed.trim())
  }
  return (
    <aside
      aria-label={t('tags.label', { name: harmless(repository) })}
      className="flex min-h-0 flex-1 flex-col"
    >
      <header className="flex shrink-0 items-start gap-2 px-3 pt-2.5 pb-2">
        <div className="min-w-0 flex-1">
          <h2 className="m-0 text-lg font-semibold [overflow-wrap:anywhere]">{harmless(repository)}</h2>
          <p className="m-0 text-sm text-muted">{t('tags.sizes')}</p>
        </div>
        <IconButton icon={X} label={t('tags.close')} onClick={onClose} />
      </header>
      <form onSubmit={submit} className="flex shrink-0 gap-2 border-b border-line px-3 pb-2">
        <div className="min-w-0 flex-1">
          <TextField
            label={t('tags.filter')}
            labelHidden
            maxLength={128}
            placeholder={t('tags.filter')}
            value={typed}
            onChange={setTyped}
          />
        </div>
        <Button type="submit" disabled={tags.loading}>
          {t('tags.find')}
        </Button>
      </form>
      <div className="min-h-0 flex-1 overflow-auto">
        {tags.loading ? (
          <p role="status" className="m-0 p-3 text-muted">
            {t('tags.loading')}
          </p>
        ) : null}
        {tags.data === undefined ? null : tags.data.length === 0 ? (
          <p className="m-0 p-3 text-muted">{name === '' ? t('tags.none') : t('tags.noneFits')}</p>
        ) : (
          <ul aria-label={t('tags.list')} className="m-0 list-none p-0">
            {tags.data.map((tag) => (
              <TagRow key={tag.name} repository={repository} tag={tag} />
            ))}
          </ul>
        )}
        <div className="flex flex-col items-start gap-2 p-3">
          {tags.error === undefined ? null : (
            <ErrorState error={tags.error} compact onRetry={tags.retry}>
              <Countdown error={tags.error} failedAt={tags.failedAt} />
            </ErrorState>
          )}
          {tags.more && tags.error === undefined ? (
            <Button onClick={tags.loadMore} disabled={tags.loadingMore}>
              {tags.loadingMore ? t('looking') : t('tags.more')}
            </Button>
          ) : null}
        </div>
      </div>
    </aside>
  )
}
