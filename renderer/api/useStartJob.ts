import { type Asking, useAsking } from './useAsking'

export type StartJob = Omit<Asking, 'ask'> & {
  /** True when main took the job. */
  readonly start: (ask: () => Promise<unknown>) => Promise<boolean>
}

/** From an event handler only: main owns the job from then on, the page may go away. */
export function useStartJob(): StartJob {
  const { ask, ...asking } = useAsking()
  const taken = async (work: () => Promise<unknown>) => {
    await work()
    return true
  }
  return { ...asking, start: async (work) => (await ask(async () => await taken(work))) === true }
}
