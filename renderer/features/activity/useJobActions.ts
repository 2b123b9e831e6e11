import type { JobSnapshot } from '@shared/job'
import { errorOf, strata, unwrap } from '../../api'
import { showToast, useErrorText } from '../../components'
import { buildSources, navigation } from '../frame'
import { activityState } from './activityStore'

export type JobActions = {
  readonly cancel: (id: string) => void
  readonly runNow: (id: string) => void
  readonly dismiss: (ids: readonly string[]) => void
  /** The same again, as a new job. */
  readonly again: (job: JobSnapshot) => void
}

/** A click that comes too late is answered in words, never swallowed. */
export function useJobActions(): JobActions {
  const errorText = useErrorText()
  const say = (cause: unknown): void => {
    const { sentence, advice } = errorText(errorOf(cause))
    showToast({ tone: 'danger', text: `${sentence} ${advice}` })
  }
  return {
    cancel: (id) => void unwrap(strata().jobs.cancel({ id })).catch(say),
    runNow: (id) => void unwrap(strata().jobs.runNow({ id })).catch(say),
    dismiss: (ids) => void Promise.all(ids.map((id) => unwrap(strata().jobs.dismiss({ id })))).catch(say),
    again: ({ id, kind }) => {
      const build = kind === 'buildImage'
      const asked = { jobId: id }
      void unwrap(build ? strata().builds.again(asked) : strata().transfers.again(asked)).then(
        ({ jobId }) => {
          activityState.choose(jobId)
          buildSources.started(jobId, buildSources.of(id))
          if (build && navigation.place().view === 'builds') navigation.openBuild(jobId)
        },
        say,
      )
    },
  }
}
