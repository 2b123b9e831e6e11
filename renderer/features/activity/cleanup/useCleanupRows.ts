import type { CleanupRow, CleanupRows } from '@shared/domain/cleanup'
import { useQuery } from '@tanstack/react-query'
import { keys, strata, unwrap } from '../../../api'

/** Every line of an ended cleanup, page by page: it does not change any more. */
export function useCleanupRows(jobId: string) {
  return useQuery({
    queryKey: keys.cleanupRows(jobId),
    queryFn: async () => {
      const rows: CleanupRow[] = []
      for (let cursor: number | undefined = 0; cursor !== undefined; ) {
        const page: CleanupRows = await unwrap(strata().cleanup.report({ jobId, cursor }))
        rows.push(...page.rows)
        cursor = page.next
      }
      return rows
    },
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
}
