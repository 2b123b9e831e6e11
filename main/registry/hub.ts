import { parseReference } from '@shared/domain/reference'
import type { HubTagsPage, HubTagsQuery } from '@shared/domain/search'
import { AppFailure, appError } from '@shared/errors'
import { ellipsis, harmless } from '@shared/text'
import type { HubClient, RegistryCallOptions } from '../ports/registryClient'
import { registryFailure } from './failures'
import type { Http } from './http'
import { parseHubEndpoint } from './hubEndpoint'
import { createHubSearch } from './hubSearch'
import { isPagingLimit } from './pagingLimit'
import { present } from './records/fields'
import { type HubTagsRecord, readHubTags } from './records/hubTags'

export type HubOptions = {
  /** `https://hub.docker.com` or a mirror of its API (see parseHubEndpoint). */
  readonly endpoint: string
  readonly http: Http
}

const defaultTags = 50

/** Docker Hub without an account: search and tags. Throws AppFailure HUB_ENDPOINT_INVALID at once. */
export function createHub({ endpoint, http }: HubOptions): HubClient {
  const base = parseHubEndpoint(endpoint)
  if (!base.ok) throw new AppFailure(base.error)
  return {
    search: createHubSearch(base.value, http),
    tags: async (query, options) => await listTags(base.value, http, query, options),
  }
}

async function listTags(
  base: string,
  http: Http,
  query: HubTagsQuery,
  options: RegistryCallOptions,
): Promise<HubTagsPage> {
  const { page = 1, pageSize = defaultTags, name = '' } = query
  const { familiarName, namespace, repository } = hubRepository(query.repository)
  const url = new URL(`${base}/v2/namespaces/${namespace}/repositories/${repository}/tags`)
  url.searchParams.set('page', String(page))
  url.searchParams.set('page_size', String(pageSize))
  if (name !== '') url.searchParams.set('name', name)
  const record = await readTags(url, http, options)
  // Not every mirror knows the filter.
  const tags = record.tags.filter((tag) => tag.name.toLowerCase().includes(name.toLowerCase()))
  return present<HubTagsPage>({
    repository: familiarName,
    tags,
    total: record.total,
    next: record.hasNext ? page + 1 : undefined,
  })
}

async function readTags(url: URL, http: Http, options: RegistryCallOptions): Promise<HubTagsRecord> {
  try {
    const answer = await http.json({ url, ...options })
    const record = readHubTags(answer.value)
    if (record !== undefined) return record
    throw registryFailure('REGISTRY_ANSWER_INVALID', answer.url, { params: { reason: 'shape' } })
  } catch (error) {
    throw isPagingLimit(error) ? registryFailure('HUB_PAGING_LIMIT', url) : error
  }
}

/** All repositories of the Hub are `namespace/repository`; the official ones are in `library`. */
function hubRepository(text: string): {
  readonly familiarName: string
  readonly namespace: string
  readonly repository: string
} {
  const parsed = parseReference(text)
  if (!parsed.ok) throw new AppFailure(parsed.error)
  const { domain, path, familiarName } = parsed.value
  const [namespace, repository, ...more] = path.split('/')
  if (domain !== 'docker.io' || namespace === undefined || repository === undefined || more.length > 0) {
    throw new AppFailure(appError('REFERENCE_INVALID', { reference: ellipsis(harmless(text), 120) }))
  }
  return { familiarName, namespace, repository }
}
