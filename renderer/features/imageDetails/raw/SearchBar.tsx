import { CaseSensitive, ChevronDown, ChevronUp } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { CopyButton, IconButton, TextField } from '../../../components'
import type { Search } from './useSearch'

export function SearchBar({ search, text }: { readonly search: Search; readonly text: string }) {
  const { t } = useTranslation('details')
  const { query, found, current, step, matchCase } = search
  const count = found.matches.length
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') {
      event.preventDefault()
      step(event.shiftKey ? -1 : 1)
    }
    if (event.key === 'Escape' && query !== '') {
      event.preventDefault()
      search.setQuery('')
    }
  }
  const words =
    query === ''
      ? ''
      : count === 0
        ? t('raw.nothing')
        : t(found.more ? 'raw.foundMore' : 'raw.found', { current: current + 1, count })
  return (
    <div className="flex items-center gap-1 px-3 pb-2">
      <div className="min-w-0 flex-1">
        <TextField
          label={t('raw.search')}
          labelHidden
          placeholder={t('raw.search')}
          value={query}
          onChange={search.setQuery}
          onKeyDown={onKeyDown}
        />
      </div>
      <span role="status" className="min-w-16 text-right text-sm whitespace-nowrap text-muted">
        {words}
      </span>
      <IconButton
        size="small"
        icon={CaseSensitive}
        label={t('raw.matchCase')}
        aria-pressed={matchCase}
        onClick={() => search.setMatchCase(!matchCase)}
      />
      <IconButton
        size="small"
        icon={ChevronUp}
        label={t('raw.previous')}
        disabled={count === 0}
        onClick={() => step(-1)}
      />
      <IconButton
        size="small"
        icon={ChevronDown}
        label={t('raw.next')}
        disabled={count === 0}
        onClick={() => step(1)}
      />
      <CopyButton text={text} label={t('raw.copyJson')} />
    </div>
  )
}
