import type { BuildRequest } from '../../ports/buildEngine'

/** `POST /build` of the Engine API (v1.40 to v1.51, ImageBuild), as a query string. */
export function buildQuery(
  { builder, options, input }: BuildRequest,
  { sessionId, buildId }: { readonly sessionId?: string | undefined; readonly buildId?: string },
): string {
  const query = new URLSearchParams()
  query.set('version', builder === 'buildkit' ? '2' : '1')
  query.set('dockerfile', input.dockerfile)
  for (const tag of options.tags) query.append('t', tag)
  if (options.target !== undefined) query.set('target', options.target)
  if (options.buildArgs.size > 0)
    query.set('buildargs', JSON.stringify(Object.fromEntries(options.buildArgs)))
  if (options.labels.size > 0) query.set('labels', JSON.stringify(Object.fromEntries(options.labels)))
  if (options.noCache) query.set('nocache', '1')
  if (options.pull) query.set('pull', '1')
  if (options.platform !== undefined) query.set('platform', options.platform)
  if (options.networkMode !== undefined) query.set('networkmode', options.networkMode)
  // Containers of failed and of finished steps go, as `docker build` wants it by default; BuildKit has none.
  query.set('rm', '1')
  if (builder === 'classic') query.set('forcerm', '1')
  if (input.type === 'folders') query.set('remote', 'client-session')
  if (sessionId !== undefined) query.set('session', sessionId)
  if (buildId !== undefined) query.set('buildid', buildId)
  return query.toString()
}
