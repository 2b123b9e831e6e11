import type { RemovalReport } from '@shared/domain/removal'
import { exportText } from '@shared/text'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Bytes, CopyButton, VirtualList } from '../../components'
import { ImageRow } from './ReportRow'
import { reportLines } from './report.logic'

/** What became of each target: what did not go as confirmed first, then the engine's own Untagged and Deleted. */
export function ReportView({ report }: { readonly report: RemovalReport }) {
  const { t } = useTranslation('activity')
  const lines = useMemo(() => reportLines(report), [report])
  const engineLines = lines.flatMap((line) =>
    line.type === 'untagged' || line.type === 'deleted' ? [`${t(`line.${line.type}`)}: ${line.text}`] : [],
  )
  if (lines.length === 0) return <p className="m-0 p-3 text-muted">{t('page.noReport')}</p>
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex shrink-0 items-center gap-1 px-3 py-1.5">
        <span className="flex-1">
          <Freed report={report} />
        </span>
        <CopyButton text={() => exportText(engineLines.join('\n'))} label={t('page.copyReport')} />
      </div>
      <VirtualList
        label={t('page.reportLabel')}
        count={lines.length}
        estimate={24}
        keyOf={(index) => index}
        className="border-t border-line"
      >
        {(index) => {
          const line = lines[index]
          return line === undefined ? null : <ImageRow line={line} />
        }}
      </VirtualList>
    </div>
  )
}

function Freed({ report }: { readonly report: RemovalReport }) {
  const { t } = useTranslation('activity')
  if (report.freedBytes === undefined) return <span className="text-muted">{t('ended.freedUnknown')}</span>
  return (
    <span data-tip={t('ended.freedWhy')}>
      {t('ended.freedLabel')} <Bytes value={report.freedBytes} estimate={report.freedAbout === true} />
    </span>
  )
}
