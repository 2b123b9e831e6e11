import type { FoundRepository, SearchPage, SearchQuery } from '@shared/domain/search'
import { AppFailure } from '@shared/errors'
import type { ImageSearch, RegistryCallOptions } from '../ports/registryClient'
import { registryFailure } from './failures'
import type { Http } from './http'
import { isPagingLimit } from './pagingLimit'
import { present } from './records/fields'
import { type HubSearchRecord, readSearchV2, readSearchV4 } from './records/hubSearch'

/** The Hub's two searches: v4 tells publishers and is described by Docker; v2 is what mirrors and older ones have. */
type Api = {
  readonly id: 'v4' | 'v2'
  /** Results beyond this can't be asked for. */
  readonly lastOffset: number
  readonly url: (base: string, ask: Ask) => URL
  readonly read: (value: unknown) => HubSearchRecord | undefined
}

type Ask = {
  readonly query: SearchQuery
  readonly offset: number
  /** Results in one answer. */
  readonly size: number
}

const defaultPageSize = 25
const largestAnswer = 100
/** With a minimum of stars most results may fall away: so many answers are looked through for one page of ours. */
const mostAnswers = 5

const v4: Api = {
  id: 'v4',
  lastOffset: 2_500,
  url: (base, { query, offset, size }) => {
    const url = new URL(`${base}/api/search/v4`)
    url.searchParams.set('query', query.query)
    url.searchParams.set('type', 'image')
    url.searchParams.set('from', String(offset))
    url.searchParams.set('size', String(size))
    if (query.officialOnly === true) url.searchParams.set('badges', 'official')
    return url
  },
  read: readSearchV4,
}

const v2: Api = {
  id: 'v2',
  lastOffset: 10_000,
  url: (base, { query, offset, size }) => {
    const url = new URL(`${base}/v2/search/repositories/`)
    url.searchParams.set('query', query.query)
    url.searchParams.set('page', String(Math.floor(offset / size) + 1))
    url.searchParams.set('page_size', String(size))
    return url
  },
  read: readSearchV2,
}

export function createHubSearch(base: string, http: Http): ImageSearch['search'] {
  let api: Api = v4
  const asking =
    (options: RegistryCallOptions): AskHub =>
    async (of, what) => {
      const answer = await http.json({ url: of.url(base, what), ...options })
      const record = of.read(answer.value)
      if (record !== undefined) return record
      throw registryFailure('REGISTRY_ANSWER_INVALID', answer.url, { params: { reason: 'shape' } })
    }
  return async (query, options) => {
    const ask = asking(options)
    const [version, position] = query.cursor?.split(':') ?? []
    if (version !== undefined) return await gather(version === 'v2' ? v2 : v4, query, Number(position), ask)
    try {
      return await gather(api, query, 0, ask)
    } catch (error) {
      if (api === v2 || !isOtherApi(error)) throw error
    }
    const page = await gather(v2, query, 0, ask).catch((error: unknown) => {
      throw isOtherApi(error) && !isWebPage(error) ? notHub(base) : error
    })
    api = v2
    return page
  }
}

type AskHub = (api: Api, ask: Ask) => Promise<HubSearchRecord>

/** It answers, but this search is not what it has. */
function isOtherApi(error: unknown): boolean {
  if (!(error instanceof AppFailure)) return false
  const { code, params } = error.error
  if (code === 'REGISTRY_ERROR')
    return params.status === 400 || params.status === 405 || params.status === 410
  return (
    code === 'REGISTRY_NOT_FOUND' || code === 'REGISTRY_ANSWER_INVALID' || code === 'REGISTRY_ANSWER_HTML'
  )
}

/** Named as it is: a login page or a firewall more often than a wrong address. */
function isWebPage(error: unknown): boolean {
  return error instanceof AppFailure && error.error.code === 'REGISTRY_ANSWER_HTML'
}

function notHub(base: string): AppFailure {
  return registryFailure('REGISTRY_ANSWER_INVALID', new URL(base), { params: { reason: 'notHub' } })
}

/** Looks through answers from `start` until a page of ours is full, the source ends, or enough was looked at. */
async function gather(api: Api, query: SearchQuery, start: number, ask: AskHub): Promise<SearchPage> {
  const { pageSize = defaultPageSize } = query
  const isFiltered = (query.minStars ?? 0) > 0 || query.officialOnly === true
  const size = isFiltered ? largestAnswer : pageSize
  const results: FoundRepository[] = []
  let offset = start
  let total: number | undefined
  let end: 'no' | 'end' | 'cutOff' = 'no'
  for (let answers = 0; answers < mostAnswers && results.length < pageSize && end === 'no'; answers += 1) {
    const record = await askUnlessCutOff(api, { query, offset, size }, ask)
    if (record === undefined) {
      end = 'cutOff'
      break
    }
    total = record.total ?? total
    // v2 counts in pages of `size`: what lies before our position was looked at already.
    const entries = record.entries.slice(api.id === 'v2' ? offset % size : 0)
    const taken = take(entries, query, pageSize - results.length)
    results.push(...taken.results)
    offset += taken.looked
    if (taken.looked === entries.length && isLast(record, size, offset)) end = 'end'
  }
  return present<SearchPage>({
    source: 'hub',
    results,
    total,
    looked: offset - start,
    next: end === 'no' ? `${api.id}:${offset}` : undefined,
    cutOff: end === 'cutOff' ? true : undefined,
  })
}

/** The first `most` that are wanted, and how many entries had to be looked at for them. */
function take(
  entries: readonly (FoundRepository | undefined)[],
  query: SearchQuery,
  most: number,
): { readonly results: readonly FoundRepository[]; readonly looked: number } {
  const results: FoundRepository[] = []
  let looked = 0
  for (const entry of entries) {
    if (results.length === most) break
    looked += 1
    if (entry !== undefined && isWanted(entry, query)) results.push(entry)
  }
  return { results, looked }
}

/** undefined: the source gives no results from here on although it may have more. */
async function askUnlessCutOff(api: Api, what: Ask, ask: AskHub): Promise<HubSearchRecord | undefined> {
  const room = api.lastOffset - what.offset
  if (room <= 0) return undefined
  try {
    return await ask(api, { ...what, size: api.id === 'v2' ? what.size : Math.min(what.size, room) })
  } catch (error) {
    if (what.offset > 0 && isPagingLimit(error)) return undefined
    throw error
  }
}

/** Where the source counts its results, the count decides; else an answer that is not full is the last. */
function isLast(record: HubSearchRecord, size: number, offset: number): boolean {
  if (record.entries.length === 0) return true
  return record.total === undefined ? record.entries.length < size : offset >= record.total
}

function isWanted(entry: FoundRepository, { minStars = 0, officialOnly = false }: SearchQuery): boolean {
  return (!officialOnly || entry.official) && (minStars === 0 || (entry.stars ?? 0) >= minStars)
}
