import type { ContentLayer, WasteReport } from '@shared/domain/contents'
import { PackageCheck } from 'lucide-react'
import { type ReactNode, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useContentsLayers, useContentsWaste } from '../../../api'
import { EmptyState, ErrorState, formatBytes, formatExactBytes, VirtualList } from '../../../components'
import { showLayer, showNode } from '../files/showInFiles'
import { DuplicateRow } from './DuplicateRow'
import { Finding } from './Finding'
import { OffenderHead, OffenderRow } from './OffenderRow'
import { WasteSum } from './WasteSum'
import { mostDuplicates, type WasteLine, wasteLines } from './waste.logic'

/** Bytes that are stored and not seen: how many, whose doing, what to change; then file by file. */
export function WasteView({ handle, imageId }: { readonly handle: string; readonly imageId: string }) {
  const { t } = useTranslation('waste')
  const { data, error, retry } = useContentsWaste(handle)
  const layers = useContentsLayers(handle).data?.layers
  if (data === undefined)
    return error === undefined ? (
      <p role="status" className="m-0 p-6 text-center text-muted">
        {t('loading')}
      </p>
    ) : (
      <ErrorState error={error} onRetry={retry} />
    )
  if (data.stored === 0)
    return <EmptyState icon={PackageCheck} title={t('noBytes.title')} text={t('noBytes.text')} />
  return <Lines handle={handle} imageId={imageId} report={data} layers={layers} />
}

type LinesProps = {
  readonly handle: string
  readonly imageId: string
  readonly report: WasteReport
  readonly layers: readonly ContentLayer[] | undefined
}

function Lines(props: LinesProps) {
  const { t } = useTranslation('waste')
  const { report } = props
  const lines = useMemo(() => wasteLines(report), [report])
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const toggle = (key: string): void =>
    setOpen((now) => {
      const next = new Set(now)
      if (!next.delete(key)) next.add(key)
      return next
    })
  return (
    <VirtualList
      label={t('label')}
      count={lines.length}
      estimate={28}
      keyOf={(index) => index}
      className="@container"
    >
      {(index) => {
        const line = lines[index]
        return line === undefined ? null : <Line {...props} line={line} open={open} onToggle={toggle} />
      }}
    </VirtualList>
  )
}

function Line(
  props: LinesProps & {
    readonly line: WasteLine
    readonly open: ReadonlySet<string>
    readonly onToggle: (key: string) => void
  },
): ReactNode {
  const { t } = useTranslation('waste')
  const { handle, imageId, line, report, layers, open, onToggle } = props
  switch (line.type) {
    case 'sum':
      return <WasteSum report={report} />
    case 'findings':
      return <Title>{t('findings.title')}</Title>
    case 'noFinding':
      return <p className="m-0 px-4 text-muted">{t('findings.none')}</p>
    case 'finding':
      return (
        <Finding
          finding={line.finding}
          layers={layers}
          isOpen={open.has(line.key)}
          onToggle={() => onToggle(line.key)}
          onShowNode={(node, at) => showNode({ handle, imageId }, at, node)}
          onShowLayer={showLayer}
        />
      )
    case 'offenders':
      return (
        <>
          <Title
            aside={
              report.offenderCount > report.offenders.length
                ? t('offenders.shown', { shown: report.offenders.length, count: report.offenderCount })
                : undefined
            }
          >
            {t('offenders.title')}
          </Title>
          <OffenderHead />
        </>
      )
    case 'offender':
      return (
        <OffenderRow
          offender={line.offender}
          layers={layers}
          onShowNode={(node, at) => showNode({ handle, imageId }, at, node)}
        />
      )
    case 'duplicates':
      return <DuplicatesTitle report={report} />
    case 'duplicate':
      return <DuplicateRow content={line.content} />
  }
}

function Title({ children, aside }: { readonly children: string; readonly aside?: string | undefined }) {
  return (
    <h3 className="m-0 flex items-baseline gap-2 px-4 pt-5 pb-1.5 text-base font-semibold">
      {children}
      {aside === undefined ? null : <span className="text-sm font-normal text-muted">{aside}</span>}
    </h3>
  )
}

function DuplicatesTitle({ report }: { readonly report: WasteReport }) {
  const { t, i18n } = useTranslation('waste')
  const { duplicates, duplicateBytes } = report
  return (
    <>
      <Title>{t('duplicates.title')}</Title>
      <p
        className="m-0 max-w-[760px] px-4 pb-1.5 text-muted"
        data-tip={formatExactBytes(duplicateBytes, i18n.language)}
      >
        {t('duplicates.text', { bytes: formatBytes(duplicateBytes, i18n.language) })}{' '}
        {duplicates.length >= mostDuplicates ? t('duplicates.shown', { shown: duplicates.length }) : null}
      </p>
    </>
  )
}
