import { assertNever } from '@shared/assertNever'
import { nameOnly, parseReference } from '@shared/domain/reference'
import type { JobSnapshot } from '@shared/job'
import type { Brought } from './engineLedger'

/** What an ended job of Strata's says of how images came; nothing of one that failed. */
export function broughtBy({ state, startedAt: since }: JobSnapshot): readonly Brought[] {
  if (state.type !== 'succeeded') return []
  const { result } = state
  switch (result.type) {
    case 'pull': {
      const { imageId, reference, digest } = result.report
      const repoDigest = digest === undefined ? undefined : withDigest(reference, digest)
      const came = { imageId, reference, since, ...(repoDigest && { repoDigest }) }
      return [result.report.status === 'downloaded' ? { ...came, by: 'pull' } : came]
    }
    case 'push': {
      const { imageId, pushed } = result.report
      return pushed.flatMap(({ reference, digest }) => {
        const repoDigest = withDigest(reference, digest)
        return repoDigest === undefined ? [] : [{ imageId, repoDigest, since }]
      })
    }
    case 'load': {
      const by = result.report.how === 'loaded' ? 'load' : 'import'
      return result.report.images.map(({ imageId, reference }) => ({
        imageId,
        by,
        since,
        ...(reference && { reference }),
      }))
    }
    case 'build': {
      const { imageId, tags } = result.report
      const [reference] = tags
      return [{ imageId, by: 'build', since, ...(reference && { reference }) }]
    }
    case 'removal':
    case 'cleanup':
    case 'save':
    case 'run':
    case 'read':
    case 'fetch':
    case 'saveOut':
    case 'copy':
      return []
    default:
      return assertNever(result)
  }
}

function withDigest(reference: string, digest: string): string | undefined {
  const parsed = parseReference(reference)
  return parsed.ok ? `${nameOnly(parsed.value).familiar}@${digest}` : undefined
}
