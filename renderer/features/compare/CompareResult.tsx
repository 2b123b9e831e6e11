import type { CompareSummary } from '@shared/domain/compare'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type ComparedHandles, useCompareSummary } from '../../api'
import { ErrorState } from '../../components'
import { Tabs } from '../../components/Tabs'
import { CompareSum } from './CompareSum'
import { countOf } from './compare.logic'
import { ConfigTab } from './tabs/ConfigTab'
import { FilesTab } from './tabs/FilesTab'
import { FoldersTab } from './tabs/FoldersTab'
import { HistoryTab } from './tabs/HistoryTab'
import { LayersTab } from './tabs/LayersTab'

type TabKey = 'files' | 'folders' | 'config' | 'history' | 'layers'

/** What differs, in short and then one by one. */
export function CompareResult({ handles }: { readonly handles: ComparedHandles }) {
  const { t } = useTranslation('compare')
  const { data, error, retry } = useCompareSummary(handles)
  if (data === undefined)
    return error === undefined ? (
      <p role="status" className="m-0 p-6 text-center text-muted">
        {t('loading')}
      </p>
    ) : (
      <ErrorState error={error} onRetry={retry} />
    )
  return (
    <>
      <CompareSum summary={data} />
      <ResultTabs summary={data} handles={handles} />
    </>
  )
}

function ResultTabs(props: { readonly summary: CompareSummary; readonly handles: ComparedHandles }) {
  const { t } = useTranslation('compare')
  const { summary, handles } = props
  const [tab, setTab] = useState<TabKey>('files')
  const steps = summary.history.filter(({ change }) => change !== 'same').length
  return (
    <Tabs<TabKey>
      label={t('tabs.label')}
      value={tab}
      onChange={setTab}
      items={[
        {
          key: 'files',
          label: t('tabs.files'),
          count: countOf(summary.counts),
          content: <FilesTab handles={handles} summary={summary} />,
        },
        {
          key: 'folders',
          label: t('tabs.folders'),
          content: <FoldersTab folders={summary.folders} />,
        },
        {
          key: 'config',
          label: t('tabs.config'),
          count: summary.config.length,
          content: <ConfigTab config={summary.config} />,
        },
        {
          key: 'history',
          label: t('tabs.history'),
          count: steps,
          content: <HistoryTab history={summary.history} />,
        },
        { key: 'layers', label: t('tabs.layers'), content: <LayersTab layers={summary.layers} /> },
      ]}
    />
  )
}
