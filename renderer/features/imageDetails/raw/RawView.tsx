import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useRawInspect } from '../../../api'
import { CommandLine, cx, ErrorState, useErrorText } from '../../../components'
import { JsonRows } from './JsonRows'
import { PathBar } from './PathBar'
import { inspectLine } from './path.logic'
import { SearchBar } from './SearchBar'
import { useSearch } from './useSearch'

const noLines: readonly string[] = []

/** What `docker image inspect` says: to read, to search, to copy, whole or by a path. */
export function RawView({ imageId, name }: { readonly imageId: string; readonly name: string }) {
  const { t } = useTranslation('details')
  const [path, setPath] = useState('')
  const { data, error, loading, refreshing, retry } = useRawInspect(imageId, path)
  const lines = useMemo(() => data?.text.split('\n') ?? noLines, [data?.text])
  const search = useSearch(lines)
  const errorText = useErrorText()
  const wrongPath = error?.code === 'PATH_NOT_FOUND' ? errorText(error) : undefined
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <PathBar path={path} error={wrongPath?.sentence} onPath={setPath} />
      <SearchBar search={search} text={data?.text ?? ''} />
      {error !== undefined && wrongPath === undefined ? (
        <div className="p-3">
          <ErrorState error={error} onRetry={retry} compact />
        </div>
      ) : null}
      {wrongPath === undefined ? null : <p className="m-0 px-3 text-muted">{wrongPath.advice}</p>}
      {loading ? <p className="m-0 px-3 text-muted">{t('raw.loading')}</p> : null}
      {data === undefined ? null : (
        <div className={cx('flex min-h-0 flex-1 flex-col', refreshing && 'stale')}>
          <JsonRows lines={lines} matches={search.found.matches} current={search.current} />
          <footer className="shrink-0 px-3 py-2">
            {data.cutStrings > 0 ? (
              <p className="m-0 mb-1 text-sm text-warn">{t('raw.cut', { count: data.cutStrings })}</p>
            ) : null}
            {data.cutEntries > 0 ? (
              <p className="m-0 mb-1 text-sm text-warn">{t('raw.cutEntries', { count: data.cutEntries })}</p>
            ) : null}
            <CommandLine command={inspectLine(name, path, data.format)} />
          </footer>
        </div>
      )}
    </div>
  )
}
