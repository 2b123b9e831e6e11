import { errorOf, strata, unwrap } from '../../api'
import { showToast, useErrorText } from '../../components'
import { activityState } from './activityStore'

export type JobActions = {
  readonly cancel: (id: string) => void
  readonly runNow: (id: string) => void
  readonly dismiss: (ids: readonly string[]) => void
  /** The same again, as a new job. */
  readonly again: (id: string) => void
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
    again: (id) =>
      void unwrap(strata().transfers.again({ jobId: id })).then(
        ({ jobId }) => activityState.choose(jobId),
        say,
      ),
  }
}
