import type { BuildReport, BuildView, DockerfileSpot } from '@shared/domain/build'
import type { AppError } from '@shared/errors'
import { useCallback, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { errorOf, strata, unwrap } from '../../../api'
import { showToast, useErrorText } from '../../../components'
import { BuildHeader } from './BuildHeader'
import { exportBuildLog } from './export.logic'
import { FailureCard } from './FailureCard'
import { LogTools } from './LogTools'
import { ResultCard } from './ResultCard'
import { StepList } from './StepList'
import type { BuildState } from './steps.logic'
import { isInternal } from './steps.logic'
import { useEngineClock } from './useEngineClock'
import { useFollowSteps } from './useFollowSteps'
import { useLogSearch } from './useLogSearch'
import { WarningList } from './WarningList'

export type BuildProgressProps = {
  readonly view: BuildView
  readonly state: BuildState
  readonly spot?: DockerfileSpot | undefined
  readonly report?: BuildReport | undefined
  /** Why it failed in our words; without them the engine's own are shown. */
  readonly error?: AppError | undefined
  /** Bytes of the context that went to the engine. */
  readonly sent?: { readonly bytes: number; readonly total?: number } | undefined
  /** By our clock, ms since the epoch. Without them the times of the steps count. */
  readonly startedAt?: number | undefined
  readonly endedAt?: number | undefined
  readonly onOpenImage?: ((imageId: string) => void) | undefined
}

/** A build, running or ended: how far it is, what came of it, its steps and what they print. Key it by the build. */
export function BuildProgressView(props: BuildProgressProps) {
  const { t } = useTranslation('buildSteps')
  const { view, state, spot, report, error, startedAt, endedAt, onOpenImage } = props
  const [opened, setOpened] = useState<ReadonlyMap<string, boolean>>(new Map())
  const [internal, setInternal] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  const search = useLogSearch(view.steps)
  const ahead = useEngineClock(view, state === 'running', startedAt)
  const onScroll = useFollowSteps(box, view.steps, state === 'running')
  const save = useSaveLog(() => exportBuildLog(view, spot))
  const toggle = useCallback((id: string, open: boolean) => {
    setOpened((before) => new Map(before).set(id, open))
  }, [])
  const reveal = (id: string): void => {
    const step = view.steps.find((candidate) => candidate.id === id)
    if (step !== undefined && isInternal(step)) setInternal(true)
    toggle(id, true)
    // It may have been hidden until now.
    requestAnimationFrame(() => rowOf(box.current, id)?.scrollIntoView({ block: 'nearest' }))
  }
  const showStep = (id: string): void => {
    reveal(id)
    requestAnimationFrame(() => rowOf(box.current, id)?.querySelector<HTMLElement>('[data-step]')?.focus())
  }
  const move = (back: boolean): void => {
    const hit = search.move(back)
    if (hit !== undefined) reveal(hit.stepId)
  }
  return (
    <section aria-label={t('label')} className="@container flex min-h-0 min-w-0 flex-1 flex-col">
      <BuildHeader
        view={view}
        state={state}
        times={{ startedAt, endedAt, ahead }}
        sent={props.sent ?? (report === undefined ? undefined : { bytes: report.sentBytes })}
      />
      <LogTools
        query={search.query}
        onQuery={search.setQuery}
        found={search.found}
        index={search.index}
        onMove={move}
        logText={() => exportBuildLog(view, spot)}
        onSave={save}
      />
      <div ref={box} onScroll={onScroll} className="min-h-0 flex-1 overflow-auto">
        {state === 'failed' ? (
          <FailureCard view={view} spot={spot} error={error} onShowStep={showStep} />
        ) : null}
        {state === 'succeeded' && report !== undefined ? (
          <ResultCard report={report} onOpenImage={onOpenImage} />
        ) : null}
        <WarningList warnings={view.warnings} dropped={view.warningsDropped} folded={state === 'failed'} />
        {view.steps.length === 0 ? (
          <p className="m-0 p-3 text-muted">{state === 'running' ? t('starting') : t('noSteps')}</p>
        ) : (
          <StepList
            steps={view.steps}
            opened={opened}
            onToggle={toggle}
            ahead={ahead}
            query={search.query}
            found={search.found}
            hit={search.hit}
            internal={internal}
            onInternal={setInternal}
          />
        )}
      </div>
    </section>
  )
}

function rowOf(box: HTMLElement | null, id: string): HTMLElement | undefined {
  const rows = box?.querySelectorAll<HTMLElement>('[data-step-row]') ?? []
  return [...rows].find((row) => row.dataset['stepRow'] === id)
}

function useSaveLog(text: () => string): () => void {
  const { t } = useTranslation('buildSteps')
  const words = useErrorText()
  return () => {
    unwrap(strata().app.saveText({ suggestedName: t('logName'), text: text() })).then(
      ({ saved }) => {
        if (saved) showToast({ text: t('saved'), tone: 'ok' })
      },
      (cause: unknown) => showToast({ text: words(errorOf(cause)).sentence, tone: 'danger' }),
    )
  }
}
