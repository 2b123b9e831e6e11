import type { JobRegistry } from '../jobs/jobRegistry'
import type { DomainHandlers } from './handlers'

type JobsDoor = Pick<JobRegistry, 'list' | 'cancel' | 'runNow' | 'log' | 'dismiss'>

export function jobsHandlers(jobs: JobsDoor): DomainHandlers<'jobs'> {
  return {
    list: () => jobs.list(),
    cancel: ({ id }) => jobs.cancel(id),
    runNow: ({ id }) => jobs.runNow(id),
    log: ({ id, from }) => jobs.log(id, from),
    dismiss: ({ id }) => jobs.dismiss(id),
  }
}
