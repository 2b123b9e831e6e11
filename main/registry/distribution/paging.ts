import { z } from 'zod'
import type { RegistryCallOptions, RegistryNames } from '../../ports/registryClient'
import { parseJson } from '../../streams/parseJson'
import type { HttpAnswer } from '../exchange'
import { registryFailure } from '../failures'
import { looksLikeHtml } from '../json'
import { nextLink } from './link'
import type { RegistrySession } from './session'

/** Names of a list that come at once; beyond them whoever asked decides (limits.md A27). */
const maxNames = 10_000
const pageSize = 1_000

type List = {
  /** `/v2/library/redis/tags/list` */
  readonly path: string
  readonly scope: string
  readonly field: 'tags' | 'repositories'
  /** Others are left out. */
  readonly isName: (text: string) => boolean
}

/**
 * A list by its pages (OCI distribution-spec, "Listing Tags"), each name once. Throws AppFailure REGISTRY_LINK_REFUSED
 * {host, reason}: origin (the next page is elsewhere), loop (pages without anything new), and REGISTRY_*.
 */
export async function listNames(
  session: RegistrySession,
  list: List,
  options: RegistryCallOptions & { readonly after?: string },
): Promise<RegistryNames> {
  const { after, ...call } = options
  const names = new Set<string>()
  const seen = new Set<string>()
  let path: string | undefined = after ?? `${list.path}?n=${pageSize}`
  while (path !== undefined && names.size < maxNames) {
    if (seen.has(path)) throw refuse(session, 'loop')
    seen.add(path)
    const answer = await session.whole({
      ...call,
      path,
      scope: list.scope,
      headers: { accept: 'application/json' },
    })
    const found = readPage(answer, session, list.field)
    const before = names.size
    for (const name of found) if (list.isName(name)) names.add(name)
    const next = nextPath(answer, path, session, list.path)
    if (next !== undefined && names.size === before) throw refuse(session, 'loop')
    path = next
  }
  return { names: [...names], ...(path === undefined ? {} : { after: path }) }
}

function readPage(answer: HttpAnswer, session: RegistrySession, field: List['field']): readonly string[] {
  if (answer.status !== 200) throw session.refusal(answer)
  if (looksLikeHtml(answer.headers['content-type'], answer.body)) {
    throw registryFailure('REGISTRY_ANSWER_HTML', answer.url)
  }
  const parsed = parseJson(answer.body)
  const invalid = (reason: string) =>
    registryFailure('REGISTRY_ANSWER_INVALID', answer.url, { params: { reason } })
  if (parsed.type !== 'json') throw invalid(parsed.type)
  const page = z.object({ [field]: z.array(z.string()).nullish() }).safeParse(parsed.value)
  if (!page.success) throw invalid('shape')
  return page.data[field] ?? []
}

/** The next page is on the same registry, of the same list: only its query is the registry's to say. */
function nextPath(
  answer: HttpAnswer,
  path: string,
  session: RegistrySession,
  listPath: string,
): string | undefined {
  const target = nextLink(answer.headers.link)
  if (target === undefined) return undefined
  const current = new URL(path, session.url)
  if (!URL.canParse(target, current.href)) throw refuse(session, 'origin')
  const next = new URL(target, current)
  // Behind a proxy that ends TLS, registries name themselves by http: the host is what counts, the scheme stays ours.
  const isHere = next.host === current.host && /^https?:$/.test(next.protocol) && next.username === ''
  if (!isHere || next.pathname !== listPath) throw refuse(session, 'origin')
  return next.pathname + next.search
}

function refuse(session: RegistrySession, reason: string) {
  return registryFailure('REGISTRY_LINK_REFUSED', session.url, { params: { reason } })
}
