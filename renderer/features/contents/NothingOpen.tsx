import type { AppError } from '@shared/errors'
import { FolderTree } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { errorOf, strata, unwrap } from '../../api'
import { Button, EmptyState, ErrorState, Toolbar } from '../../components'
import { navigation } from '../frame'

/** What the page is for, and the ways in. */
export function NothingOpen() {
  const { t } = useTranslation('contents')
  const [error, setError] = useState<AppError>()
  const choose = (kind: 'archive' | 'layout'): void => {
    setError(undefined)
    void unwrap(strata().contents.choose({ kind })).then(
      ({ file }) =>
        file !== undefined && navigation.openContents({ place: { type: 'file', grant: file.grant } }),
      (cause: unknown) => setError(errorOf(cause)),
    )
  }
  return (
    <>
      <Toolbar title={t('title')} />
      {error === undefined ? null : (
        <div className="p-3">
          <ErrorState error={error} compact />
        </div>
      )}
      <EmptyState
        icon={FolderTree}
        title={t('empty')}
        text={t('emptyText')}
        action={
          <div className="flex flex-wrap justify-center gap-2">
            <Button onClick={() => navigation.goTo('images')}>{t('toImages')}</Button>
            <Button onClick={() => choose('archive')}>{t('openArchive')}</Button>
            <Button onClick={() => choose('layout')}>{t('openLayout')}</Button>
          </div>
        }
      />
    </>
  )
}
