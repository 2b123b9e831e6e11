import { BrushCleaning, RotateCw } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type DiskSnapshot, useDisk, useEngine } from '../../api'
import { Button, cx, ErrorState, RelativeTime, Toolbar } from '../../components'
import { Tabs } from '../../components/Tabs'
import { EngineTrouble } from '../engine'
import { navigation } from '../frame'
import { CacheTable, ContainersTable, VolumesTable } from './BesideTables'
import { totalOf } from './blocks.logic'
import { ChosenFoot } from './ChosenFoot'
import { DiskTableView } from './DiskTableView'
import { FamiliesView } from './FamiliesView'
import { PictureView } from './picture/PictureView'
import { SumLines } from './SumLines'
import { type DiskTree, treeOf } from './tree.logic'

type TabKey = 'picture' | 'families' | 'cache' | 'containers' | 'volumes'

/** The engine's disk in one picture that adds up. */
export function DiskPage() {
  const { t } = useTranslation('disk')
  const { data, error, loading, asking, again } = useDisk()
  const lost = useEngine().data?.state.type === 'lost'
  const isOld = data?.freshness.type === 'cached'
  return (
    <>
      <Toolbar title={t('title')}>
        {data === undefined ? null : <Age snapshot={data} asking={asking} />}
        <span className="flex-1" />
        <Button icon={BrushCleaning} onClick={() => navigation.goTo('cleanup')}>
          {t('cleanup')}
        </Button>
        <Button icon={RotateCw} disabled={asking || lost} onClick={again}>
          {t('refresh')}
        </Button>
      </Toolbar>
      <div
        aria-busy={asking}
        className={cx(
          // The tabs are one line; only their list may be wider than the window.
          'flex min-h-0 flex-1 flex-col [&_[role=tablist]]:overflow-y-hidden',
          isOld && 'stale',
        )}
      >
        {data === undefined && loading && !lost ? (
          <p role="status" className="m-0 p-6 text-center text-muted">
            {t('loading')}
          </p>
        ) : null}
        {data === undefined && lost ? <EngineTrouble /> : null}
        {error === undefined || (data === undefined && lost) ? null : (
          <div className={data === undefined ? 'h-full' : 'px-6 pt-4'}>
            <ErrorState error={error} compact={data !== undefined} onRetry={again} />
          </div>
        )}
        {data === undefined ? null : <Views snapshot={data} />}
      </div>
    </>
  )
}

/** How old the numbers are, as long as the engine has not confirmed them. */
function Age({ snapshot, asking }: { readonly snapshot: DiskSnapshot; readonly asking: boolean }) {
  const { t } = useTranslation('disk')
  return (
    <span role="status" className="text-sm text-muted">
      {snapshot.freshness.type === 'cached' ? `${t('asOf')} ` : null}
      <RelativeTime ms={snapshot.at} />
      {asking ? ` · ${t('asking')}` : null}
    </span>
  )
}

function Views({ snapshot }: { readonly snapshot: DiskSnapshot }) {
  const { t } = useTranslation('disk')
  const [tab, setTab] = useState<TabKey>('picture')
  const { page } = snapshot
  const tree = treeOf(page)
  return (
    <Tabs
      label={t('tabs.label')}
      value={tab}
      onChange={setTab}
      items={[
        {
          key: 'picture',
          label: t('tabs.picture'),
          content: <PictureTab tree={tree} onTable={() => setTab('families')} />,
        },
        { key: 'families', label: t('tabs.families'), content: <FamiliesView tree={tree} /> },
        {
          key: 'cache',
          label: t('tabs.cache'),
          count: page.cache.length,
          content: <CacheTable tree={tree} />,
        },
        {
          key: 'containers',
          label: t('tabs.containers'),
          count: page.containers.length,
          content: <ContainersTable tree={tree} />,
        },
        {
          key: 'volumes',
          label: t('tabs.volumes'),
          count: page.volumes.length,
          content: <VolumesTable tree={tree} />,
        },
      ]}
    />
  )
}

function PictureTab({ tree, onTable }: { readonly tree: DiskTree; readonly onTable: () => void }) {
  return (
    <>
      <div className="min-h-0 flex-1 overflow-auto">
        <div className="disk-grid px-4 py-2">
          <div className="[grid-area:table]">
            <DiskTableView table={tree.page} />
          </div>
          <div className="[grid-area:sums]">
            <SumLines tree={tree} />
          </div>
          {totalOf(tree) === 0 ? null : (
            <div className="flex min-h-0 flex-col [grid-area:picture]">
              <PictureView tree={tree} onTable={onTable} />
            </div>
          )}
        </div>
      </div>
      <ChosenFoot tree={tree} />
    </>
  )
}
