import { shortId } from '@shared/domain/digest'
import type { RunReport } from '@shared/domain/run'
import { CircleAlert, CircleCheck, CirclePlay } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Badge, CommandLine, CopyButton, Fact, Facts, Mono } from '../../../components'
import { RunPorts } from './RunPorts'
import { type ContainerNow, exitMeaning } from './run.logic'

export function RunReportView({ report, now }: { readonly report: RunReport; readonly now: ContainerNow }) {
  const { t } = useTranslation('activity')
  const { containerId, name, imageId, ports, replaced } = report
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-3 overflow-auto px-3 py-2" data-selectable>
      <Facts>
        <Fact label={t('run.exitCode')}>
          <Exit report={report} running={now.running} />
        </Fact>
        <Fact label={t('run.container')}>
          <span className="flex min-w-0 items-center gap-2">
            <Mono>{name}</Mono>
            <Mono muted>{shortId(containerId)}</Mono>
            <CopyButton text={containerId} label={t('run.copyContainer')} />
            <span className="text-muted">
              {t(now.isThere ? (now.running ? 'run.now.running' : 'run.now.ended') : 'run.now.removed')}
            </span>
          </span>
        </Fact>
        {imageId === '' ? null : (
          <Fact label={t('report.image')}>
            <Mono>{shortId(imageId)}</Mono>
          </Fact>
        )}
        {ports.length === 0 ? null : (
          <Fact label={t('run.ports')}>
            <RunPorts ports={ports} />
          </Fact>
        )}
        {replaced === undefined ? null : (
          <Fact label={t('run.replaced')}>
            {t('run.replacedWhat', { name: replaced.name, image: shortId(replaced.imageId) })}
          </Fact>
        )}
      </Facts>
      {now.running ? (
        <CommandLine label={t('run.moreOutput')} command={`docker logs --follow ${name}`} />
      ) : null}
    </div>
  )
}

/** Nought is well; anything else says so in colour, icon and words. */
function Exit({ report, running }: { readonly report: RunReport; readonly running: boolean }) {
  const { t } = useTranslation('activity')
  const { exitCode } = report
  if (exitCode === undefined && !running) return <span className="text-muted">{t('run.endedSince')}</span>
  if (exitCode === undefined)
    return (
      <Badge tone="accent" icon={CirclePlay}>
        {t('run.stillRuns')}
      </Badge>
    )
  const meaning = exitMeaning(report)
  return (
    <span className="flex min-w-0 flex-wrap items-center gap-2">
      <Badge tone={exitCode === 0 ? 'ok' : 'warn'} icon={exitCode === 0 ? CircleCheck : CircleAlert}>
        {String(exitCode)}
      </Badge>
      <span className="min-w-0">{t(`run.exit.${meaning}`, { signal: exitCode - 128 })}</span>
    </span>
  )
}
