import type { FileGrant } from '@shared/domain/files'

/** What each build was made from, to change something and build again. */
const sources = new Map<string, FileGrant>()
const most = 200

export const buildSources = {
  of: (jobId: string): FileGrant | undefined => sources.get(jobId),
  started(jobId: string, source: FileGrant | undefined): void {
    if (source === undefined) return
    sources.set(jobId, source)
    for (const oldest of sources.keys()) if (sources.size > most) sources.delete(oldest)
  },
}
