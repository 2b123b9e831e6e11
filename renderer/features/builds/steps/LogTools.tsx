import { ChevronDown, ChevronUp, Download } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button, CopyButton, IconButton, SearchField } from '../../../components'
import type { Found } from './search.logic'

/** Looks through the output of all steps, and takes it along. */
export function LogTools(props: {
  readonly query: string
  readonly onQuery: (query: string) => void
  readonly found: Found
  readonly index: number | undefined
  readonly onMove: (back: boolean) => void
  readonly logText: () => string
  readonly onSave: () => void
}) {
  const { t } = useTranslation('buildSteps')
  const { query, onQuery, found, index, onMove, logText, onSave } = props
  const none = found.hits.length === 0
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-1 border-b border-line px-3 pb-2">
      <div className="max-w-[320px] min-w-[140px] flex-1">
        <SearchField label={t('search')} value={query} onChange={onQuery} onLeave={() => onMove(false)} />
      </div>
      {query.trim() === '' ? null : (
        <>
          <span role="status" className="px-1 text-sm whitespace-nowrap text-muted tabular-nums">
            {none
              ? t('hitsNone')
              : found.cut
                ? t('hitsMany', { count: found.hits.length })
                : t('hits', { index: index === undefined ? '–' : index + 1, count: found.hits.length })}
          </span>
          <IconButton icon={ChevronUp} label={t('previous')} disabled={none} onClick={() => onMove(true)} />
          <IconButton icon={ChevronDown} label={t('next')} disabled={none} onClick={() => onMove(false)} />
        </>
      )}
      <span className="ml-auto" />
      <CopyButton text={logText} label={t('copyLog')} />
      <Button size="small" icon={Download} onClick={onSave}>
        {t('saveLog')}
      </Button>
    </div>
  )
}
