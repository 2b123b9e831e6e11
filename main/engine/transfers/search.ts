import { parseReference } from '@shared/domain/reference'
import type { FoundRepository } from '@shared/domain/search'
import { AppFailure, appError } from '@shared/errors'
import { cut, harmless } from '@shared/text'
import type { ImageSearch } from '../../ports/registryClient'
import type { EngineHttp } from '../http/engineHttp'
import { count, type Json, rows, text } from '../records/read'
import { registryFailureOf } from './registryRefusal'

/** The engine asks for no more in one answer, and there is no second page (moby, registry/search.go). */
const most = 100
const defaultPageSize = 25

/** `GET /images/search`: the engine asks Docker Hub, or the registry that the query begins with, by its own network. */
export function engineSearch(http: EngineHttp): ImageSearch {
  return {
    async search({ query, minStars, officialOnly, pageSize = defaultPageSize }, { signal }) {
      const host = hostIn(query)
      const errand = { host: host ?? 'docker.io', name: query, reference: query }
      const filters = {
        ...(minStars === undefined || minStars === 0 ? {} : { stars: [String(minStars)] }),
        ...(officialOnly === true ? { 'is-official': ['true'] } : {}),
      }
      const answer = await http.json({
        path: '/images/search',
        query: {
          term: query,
          // The engine filters what it got: with a filter it is asked for as much as there is.
          limit: String(Object.keys(filters).length === 0 ? Math.min(pageSize, most) : most),
          filters: JSON.stringify(filters),
        },
        // Its socket stays for as long as the Hub takes.
        apart: true,
        refusal: ({ status, words }) =>
          registryFailureOf(words, errand) ?? (status >= 500 ? unknown(errand.host, words) : undefined),
        signal,
      })
      const found = rows(answer).flatMap((row) => repositoryOf(row, host) ?? [])
      return { source: 'engine', results: found.slice(0, pageSize), looked: rows(answer).length }
    },
  }
}

function repositoryOf(row: Json, host: string | undefined): FoundRepository | undefined {
  const said = text(row.name)
  const parsed = parseReference(said === undefined || host === undefined ? (said ?? '') : `${host}/${said}`)
  if (!parsed.ok) return undefined
  const description = text(row.description)
  const stars = count(row.star_count)
  return {
    name: parsed.value.familiarName,
    official: row.is_official === true,
    ...(description === undefined ? {} : { description: cut(description, 2_000) }),
    ...(stars === undefined ? {} : { stars }),
  }
}

/** `localhost:5000/app`: another registry than the Hub, whose answers do not repeat its name. */
function hostIn(query: string): string | undefined {
  const parsed = parseReference(query)
  return parsed.ok && parsed.value.domain !== 'docker.io' && parsed.value.domain !== ''
    ? parsed.value.domain
    : undefined
}

function unknown(host: string, words: string): AppFailure {
  return new AppFailure(
    appError('REGISTRY_ERROR', { host }, { detail: harmless(cut(words, 2_000)), retryable: true }),
  )
}
