import type { RunView } from '@shared/domain/run'
import { useTranslation } from 'react-i18next'
import { Mono } from '../../../components'
import { RunPorts } from './RunPorts'

/** A run that goes on; before `run` is there its container is being made. */
export function RunProgress({ run }: { readonly run: RunView | undefined }) {
  const { t } = useTranslation('activity')
  if (run === undefined) return <p className="m-0 mt-1 text-muted">{t('run.starting')}</p>
  return (
    <div className="mt-1 flex flex-col gap-0.5">
      <p className="m-0">
        {t('run.runsAs')} <Mono>{run.name}</Mono>
      </p>
      {run.ports.length === 0 ? null : <RunPorts ports={run.ports} />}
    </div>
  )
}
