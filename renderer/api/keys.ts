import type { CallInput } from '@shared/contract'
import type { CleanupRequest } from '@shared/domain/cleanupRequest'
import type { RemovalTarget } from '@shared/domain/removal'
import type { ImageMatch } from './imagesList'

/** Every key of the query cache. `image` keys carry the id second: events invalidate by it. */
export const keys = {
  appInfo: ['app', 'info'] as const,
  engine: ['engine', 'status'] as const,
  endpoints: ['engine', 'endpoints'] as const,
  images: ['images', 'list'] as const,
  matches: ['images', 'match'] as const,
  match: (match: ImageMatch) => ['images', 'match', match] as const,
  image: (id: string) => ['image', id] as const,
  details: (id: string) => ['image', id, 'details'] as const,
  history: (id: string) => ['image', id, 'history'] as const,
  layers: (id: string) => ['image', id, 'layers'] as const,
  raw: (id: string, path: string) => ['image', id, 'raw', path] as const,
  outdated: (id: string) => ['image', id, 'outdated'] as const,
  tagPreview: (id: string, reference: string) => ['image', id, 'tagPreview', reference] as const,
  plans: ['plan'] as const,
  removePlan: (targets: readonly RemovalTarget[]) => ['plan', 'remove', targets] as const,
  cleanup: (request: CleanupRequest) => ['plan', 'cleanup', request] as const,
  cleanupCommand: (planId: string) => ['cleanup', 'command', planId] as const,
  search: (query: object) => ['search', 'images', query] as const,
  hubTags: (query: object) => ['search', 'tags', query] as const,
  buildForm: (asked: object) => ['build', 'form', asked] as const,
  buildWeight: (asked: object) => ['build', 'weight', asked] as const,
  disk: ['engine', 'disk'] as const,
  archive: (grant: string) => ['archive', grant] as const,
  /** Images that were opened, by place. */
  opened: ['contents', 'opened'] as const,
  openedAt: (endpointId: string, asked: CallInput<'contents', 'open'> | undefined) =>
    ['contents', 'opened', endpointId, asked] as const,
  inside: (handle: string, part: string, ...rest: readonly unknown[]) =>
    ['contents', 'inside', handle, part, ...rest] as const,
  registryWait: (reference: string) => ['contents', 'wait', reference] as const,
  jobs: ['jobs', 'list'] as const,
  cleanupRows: (jobId: string) => ['jobs', 'cleanup', jobId] as const,
  settings: ['settings'] as const,
}
