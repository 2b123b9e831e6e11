import type { JobSnapshot } from '@shared/job'
import { strata, unwrap, useJobs } from '../../../api'
import { createStore, useStore } from '../../../components'

type Started = ReadonlyMap<string, string>

const jobs = createStore<Started>(new Map())
const most = 200

/** Which job reads or fetches what a handle stands for: it goes on while the page is elsewhere. */
export const contentsJobs = {
  started(key: string, jobId: string): void {
    jobs.set((now) => {
      const next = new Map(now).set(key, jobId)
      for (const oldest of next.keys()) if (next.size > most) next.delete(oldest)
      return next
    })
  },
}

export const readKey = (handle: string): string => `read ${handle}`
export const fetchKey = (handle: string): string => `fetch ${handle}`

/** From an event handler. `also`: images of the same engine. `raise`: how often a limit is raised, ten times each. */
export async function startReading(
  handle: string,
  { also = [], raise = 0 }: { readonly also?: readonly string[]; readonly raise?: number } = {},
): Promise<void> {
  const { jobId } = await unwrap(
    strata().contents.read({
      handle,
      ...(also.length === 0 ? {} : { also: [...also] }),
      ...(raise === 0 ? {} : { raise }),
    }),
  )
  for (const each of [handle, ...also]) contentsJobs.started(readKey(each), jobId)
}

export const useReadJob = (handle: string): JobSnapshot | undefined => useContentsJob(readKey(handle))

export function useContentsJob(key: string): JobSnapshot | undefined {
  const id = useStore(jobs, (now) => now.get(key))
  const all = useJobs().data
  return id === undefined ? undefined : all?.find((job) => job.id === id)
}
