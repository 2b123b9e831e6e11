import { type BuildDraft, emptyDraft } from './form.logic'

/** Forms as they were left, by their grant: going elsewhere and coming back loses nothing. */
const drafts = new Map<string, BuildDraft>()
const most = 100

export const formMemory = {
  draft: (grant: string): BuildDraft => drafts.get(grant) ?? emptyDraft,
  keep(grant: string, draft: BuildDraft): void {
    drafts.delete(grant)
    drafts.set(grant, draft)
    for (const oldest of drafts.keys()) if (drafts.size > most) drafts.delete(oldest)
  },
}
