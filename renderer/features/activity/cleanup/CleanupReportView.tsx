import type { CleanupReport, GiveBack } from '@shared/domain/cleanup'
import { allBytes, type Reclaim } from '@shared/domain/sizes'
import { harmless } from '@shared/text'
import { Undo2 } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { errorOf, strata, unwrap } from '../../../api'
import { Button, Bytes, Fact, Facts, Mono, showToast, useErrorText, VirtualList } from '../../../components'
import { activityState } from '../activityStore'
import { ImageRow, ReportRow } from '../ReportRow'
import { type CleanupLine, cleanupLines } from './cleanupLines.logic'
import { useCleanupRows } from './useCleanupRows'

/** Predicted and freed bytes side by side, then what became of each line, with the way back of each name. */
export function CleanupReportView({
  jobId,
  report,
}: {
  readonly jobId: string
  readonly report: CleanupReport
}) {
  const { t } = useTranslation('activity')
  const { data, isError } = useCleanupRows(jobId)
  const lines = useMemo(() => cleanupLines(data ?? []), [data])
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="shrink-0 px-3 py-2">
        <Sums report={report} />
      </div>
      {isError ? <p className="m-0 px-3 text-muted">{t('cleanup.forgotten')}</p> : null}
      <VirtualList
        label={t('page.reportLabel')}
        count={lines.length}
        estimate={26}
        keyOf={(index) => index}
        className="border-t border-line"
      >
        {(index) => {
          const line = lines[index]
          return line === undefined ? null : <Line jobId={jobId} line={line} />
        }}
      </VirtualList>
    </div>
  )
}

function Sums({ report }: { readonly report: CleanupReport }) {
  const { t } = useTranslation('activity')
  const { predicted, freed, accounted } = report
  const stays = allBytes(freed.staysInBuildCache)
  return (
    <Facts>
      <Fact label={t('cleanup.predicted')}>
        <Amount reclaim={predicted} />
      </Fact>
      <Fact label={t('cleanup.freed')}>
        <Amount reclaim={freed} />
      </Fact>
      {stays === 0 ? null : (
        <Fact label={t('cleanup.stays')}>
          <Bytes value={stays} />
        </Fact>
      )}
      {accounted === undefined ? null : (
        <Fact label={t('cleanup.accounted')}>
          <span data-tip={t('cleanup.accountedWhy')}>
            <Bytes value={Math.max(0, accounted)} />
          </span>
        </Fact>
      )}
    </Facts>
  )
}

function Amount({ reclaim }: { readonly reclaim: Reclaim }) {
  const { t } = useTranslation('activity')
  return (
    <>
      {reclaim.about.length > 0 ? `${t('cleanup.about')} ` : null}
      <Bytes value={allBytes(reclaim.freed)} />
    </>
  )
}

function Line({ jobId, line }: { readonly jobId: string; readonly line: CleanupLine }) {
  const { t } = useTranslation('activity')
  if (line.type === 'other') {
    const { row } = line
    const name = row.type === 'container' ? row.name : row.description
    const what = t(row.type === 'container' ? 'cleanup.container' : 'cleanup.record')
    return (
      <ReportRow outcome={row.outcome} word={t(`cleanup.outcome.${row.outcome}`)} error={row.error}>
        <span className="text-muted">{what}</span> <Mono>{harmless(name)}</Mono>
      </ReportRow>
    )
  }
  const { line: of, giveBack } = line
  return (
    <ImageRow line={of}>{giveBack === undefined ? null : <WayBack jobId={jobId} way={giveBack} />}</ImageRow>
  )
}

function WayBack({ jobId, way }: { readonly jobId: string; readonly way: GiveBack }) {
  const { t } = useTranslation('activity')
  const errorText = useErrorText()
  if (way.type === 'none') return <span className="ml-2 text-sm text-muted">{t('cleanup.none')}</span>
  const { reference } = way
  const give = (): void => {
    unwrap(strata().cleanup.giveBack({ jobId, reference })).then(
      (given) => {
        if (given.type === 'pulling') activityState.choose(given.jobId)
        else showToast({ tone: 'ok', text: t('cleanup.back', { reference: harmless(reference) }) })
      },
      (cause: unknown) => {
        const { sentence, advice } = errorText(errorOf(cause))
        showToast({ tone: 'danger', text: `${sentence} ${advice}` })
      },
    )
  }
  return (
    <span className="ml-2 inline-block">
      <Button size="small" icon={Undo2} onClick={give}>
        {t(way.type === 'tag' ? 'cleanup.giveBack' : 'cleanup.pull')}
      </Button>
    </span>
  )
}
