import type { Builds } from '../build'
import type { Grants } from '../files/grants'
import type { DomainHandlers } from './handlers'

export type BuildsDoor = {
  readonly builds: Builds
  readonly grants: Pick<Grants, 'issue'>
  /** Asks the person; undefined when they thought better of it. */
  readonly ask: (kind: 'folder' | 'dockerfile') => Promise<string | undefined>
}

export function buildsHandlers({ builds, grants, ask }: BuildsDoor): DomainHandlers<'builds'> {
  return {
    choose: async ({ kind }) => {
      const path = await ask(kind)
      const chosen = path === undefined ? undefined : await grants.issue(path)
      return chosen === undefined ? {} : { chosen }
    },
    prepare: async (source, asked) => await builds.prepare(source, asked),
    weigh: async (source, asked) => await builds.weigh(source, asked),
    stopWeighing: () => builds.stopWeighing(),
    start: async ({ labels = [], ...options }) => await builds.start({ ...options, labels }),
    view: (asked) => builds.view(asked),
    again: ({ jobId }) => builds.again(jobId),
  }
}
