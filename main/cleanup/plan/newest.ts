import type { CleanupRequest } from '@shared/domain/cleanupRequest'
import type { ImageRow } from '@shared/domain/image'
import { compilePathMatch } from '@shared/domain/pathMatch'
import { referenceParts } from '@shared/domain/referenceParts'
import { AppFailure, appError } from '@shared/errors'

export type Rank = { readonly repository: string; readonly rank: number }

/** `1.10` after `1.9`, `latest` after numbers. */
const byVersion = new Intl.Collator('en', { numeric: true })

/**
 * The rank of every tag in its repository, of the repositories that the glob fits: 1 is the newest. Images that were made at
 * the same moment (reproducible builds say one date for all) rank by their tags as versions, the highest first; those that
 * don't say when they were made come last.
 */
export function ranksOf(
  rows: readonly ImageRow[],
  { repository: glob }: NonNullable<CleanupRequest['keepNewest']>,
): ReadonlyMap<string, Rank> {
  const fits = glob === undefined || glob === '' ? () => true : compilePathMatch(glob)
  if (fits === undefined) throw new AppFailure(appError('INPUT_INVALID', { field: 'repository' }))
  const repositories = new Map<string, { readonly name: string; readonly created: number }[]>()
  for (const row of rows) {
    for (const name of row.tags) {
      const { repository } = referenceParts(name)
      if (!fits(repository)) continue
      const tags = repositories.get(repository) ?? []
      tags.push({ name, created: row.created ?? Number.NEGATIVE_INFINITY })
      repositories.set(repository, tags)
    }
  }
  const ranks = new Map<string, Rank>()
  for (const [repository, tags] of repositories) {
    tags.sort((a, b) => newestFirst(a.created, b.created) || byVersion.compare(b.name, a.name))
    for (const [index, { name }] of tags.entries()) ranks.set(name, { repository, rank: index + 1 })
  }
  return ranks
}

function newestFirst(a: number, b: number): number {
  if (a === b) return 0
  return a > b ? -1 : 1
}
