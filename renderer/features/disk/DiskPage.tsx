import { RotateCw } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useDisk, useEngine } from '../../api'
import { Button, cx, ErrorState, RelativeTime, Toolbar } from '../../components'
import { EngineTrouble } from '../engine'
import { DiskTableView } from './DiskTableView'
import { PictureSection } from './picture/PictureSection'

/** The engine's own numbers, as `docker system df` prints them. */
export function DiskPage() {
  const { t } = useTranslation('disk')
  const { data, error, loading, refreshing, retry } = useDisk()
  const lost = useEngine().data?.state.type === 'lost'
  return (
    <>
      <Toolbar title={t('title')}>
        {data === undefined ? null : (
          <span className="text-sm text-muted">
            <RelativeTime ms={data.at} />
          </span>
        )}
        <span className="flex-1" />
        <Button icon={RotateCw} disabled={refreshing} onClick={retry}>
          {t('refresh')}
        </Button>
      </Toolbar>
      <div aria-busy={refreshing} className="min-h-0 flex-1 overflow-auto">
        {data === undefined && loading && !lost ? (
          <p role="status" className="m-0 p-6 text-center text-muted">
            {t('loading')}
          </p>
        ) : null}
        {data === undefined && lost ? <EngineTrouble /> : null}
        {error === undefined || (data === undefined && lost) ? null : (
          <div className={data === undefined ? 'h-full' : 'px-6 pt-4'}>
            <ErrorState error={error} compact={data !== undefined} onRetry={retry} />
          </div>
        )}
        {data === undefined ? null : (
          <div className={cx('flex max-w-[880px] flex-col gap-6 px-6 py-4', refreshing && 'stale')}>
            <DiskTableView table={data} />
            <PictureSection view={data} />
          </div>
        )}
      </div>
    </>
  )
}
