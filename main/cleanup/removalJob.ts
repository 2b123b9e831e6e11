import { shortId } from '@shared/domain/digest'
import type { RemovalStep } from '@shared/domain/removal'
import type { JobSnapshot } from '@shared/job'
import { ellipsis } from '@shared/text'
import type { JobRegistry } from '../jobs/jobRegistry'
import { RemovalExecutor, type RemovalJobWork } from './removalExecutor'
import { nameOf } from './run/carryOutStep'

/** Names in the command that a job shows; the rest is counted. */
const namesShown = 50

/** Starts the removal as a job that first waits `undoSeconds` untouched. */
export function startRemoval(jobs: JobRegistry, work: RemovalJobWork, undoSeconds: number): JobSnapshot {
  const { steps } = work
  const first = steps[0]
  return jobs.start('removeImages', {
    title: { count: steps.length, ...(first && { name: ellipsis(nameOf(first), 80) }) },
    command: removalCommand(steps),
    subjects: [...new Set(steps.map(({ target }) => target.imageId))],
    undoSeconds,
    total: steps.length,
    unit: 'images',
    run: async (context) => await new RemovalExecutor(work, context).run(work.sizes),
  })
}

/** One line for what goes plainly, one for what is forced. */
export function removalCommand(steps: readonly RemovalStep[]): string {
  const line = (command: string, some: readonly RemovalStep[]) => {
    if (some.length === 0) return []
    const names = some.slice(0, namesShown).map(({ target }) => {
      return target.type === 'reference' ? target.reference : shortId(target.imageId)
    })
    return [`${command} ${names.join(' ')}${some.length > namesShown ? ' …' : ''}`]
  }
  const plain = steps.filter((step) => !step.force)
  const forced = steps.filter((step) => step.force)
  return [...line('docker rmi', plain), ...line('docker rmi --force', forced)].join('\n')
}
