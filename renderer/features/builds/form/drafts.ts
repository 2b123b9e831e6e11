import type { FileGrant } from '@shared/domain/files'
import { type BuildDraft, emptyDraft } from './form.logic'

/** Forms as they were left, by their grant: going elsewhere and coming back loses nothing. */
const drafts = new Map<string, BuildDraft>()
/** What each build was made from, to change something and build again. */
const sources = new Map<string, FileGrant>()
const most = 100

export const formMemory = {
  draft: (grant: string): BuildDraft => drafts.get(grant) ?? emptyDraft,
  keep: (grant: string, draft: BuildDraft): void => put(drafts, grant, draft),
  source: (jobId: string): FileGrant | undefined => sources.get(jobId),
  started: (jobId: string, source: FileGrant): void => put(sources, jobId, source),
}

function put<T>(all: Map<string, T>, key: string, value: T): void {
  all.delete(key)
  all.set(key, value)
  for (const oldest of all.keys()) if (all.size > most) all.delete(oldest)
}
