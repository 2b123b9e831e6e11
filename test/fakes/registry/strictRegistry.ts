import type { IncomingMessage, ServerResponse } from 'node:http'
import { type FakeServer, startServer } from '../hub/server'
import type { Repository } from './content'

/** A registry to the letter of the OCI distribution-spec, which writes down every breach of it by a client. */
export type StrictRegistry = FakeServer & {
  /** Empty for a client without fault. */
  readonly breaches: readonly string[]
}

export type StrictOptions = {
  /** By name. */
  readonly repositories: Readonly<Record<string, Repository>>
  /** Wants a token, as everybody gets it from its own `/token`. */
  readonly wantsToken?: boolean
  readonly tls?: { readonly key: string; readonly cert: string }
  /** Looks at a request first: true when it has answered it. */
  readonly before?: (request: IncomingMessage, response: ServerResponse) => boolean
}

const name = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*)*'
const tag = '[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}'
const digest = '[a-z0-9]+(?:[+._-][a-z0-9]+)*:[a-zA-Z0-9=_-]+'
const manifestPath = new RegExp(`^/v2/(${name})/manifests/(?:(${tag})|(${digest}))$`)
const blobPath = new RegExp(`^/v2/(${name})/blobs/(${digest})$`)
const tagsPath = new RegExp(`^/v2/(${name})/tags/list$`)

export const token = 'CANARY-of-everybody'

export async function startStrictRegistry(options: StrictOptions): Promise<StrictRegistry> {
  const breaches: string[] = []
  const links = new Set<string>()
  const server = await startServer((request, response) => {
    const must = (isKept: boolean, rule: string): void => {
      if (!isKept) breaches.push(`${request.method} ${request.url}: ${rule}`)
    }
    if (options.before?.(request, response) === true) return
    const url = new URL(request.url ?? '', 'http://registry.test')
    general(request, must)
    if (url.pathname === '/token') giveToken(request, response, url, must)
    else if (options.wantsToken === true && !hasToken(request)) {
      must(request.headers.authorization === undefined, 'a token must be the one that was given')
      challenge(request, response, url)
    } else answer(request, response, url, options.repositories, links, must)
  }, options.tls)
  return { ...server, breaches }
}

type Must = (isKept: boolean, rule: string) => void

function general({ method, url = '', headers }: IncomingMessage, must: Must): void {
  must(method === 'GET' || method === 'HEAD', 'reading is GET or HEAD')
  must(!/\/\/|\/\.\.?\/|%2f|#/i.test(url.split('?')[0] ?? ''), 'a path is written plainly')
  must(headers['content-length'] === undefined && headers['transfer-encoding'] === undefined, 'no body')
  must((headers['user-agent'] ?? '') !== '', 'a client has a name')
  must(headers.cookie === undefined, 'no cookies')
  must(/^(?:Bearer \S+)?$/.test(headers.authorization ?? ''), 'only a token')
}

function hasToken({ headers }: IncomingMessage): boolean {
  return headers.authorization === `Bearer ${token}`
}

function scopeOf(url: URL): string {
  const repository = /^\/v2\/(.*)\/(?:manifests|blobs|tags)\//.exec(url.pathname)?.[1]
  return repository === undefined ? 'registry:catalog:*' : `repository:${repository}:pull`
}

function challenge(request: IncomingMessage, response: ServerResponse, url: URL): void {
  const scheme = 'encrypted' in request.socket ? 'https' : 'http'
  const realm = `${scheme}://${request.headers.host}/token`
  failure(response, 401, 'UNAUTHORIZED', {
    'www-authenticate': `Bearer realm="${realm}",service="strict",scope="${scopeOf(url)}"`,
  })
}

function giveToken(request: IncomingMessage, response: ServerResponse, url: URL, must: Must): void {
  must(request.headers.authorization === undefined, 'nobody logs in')
  must(url.searchParams.get('service') === 'strict', 'a token is asked for with its service')
  must(
    /^(?:repository:.+:pull|registry:catalog:\*)$/.test(url.searchParams.get('scope') ?? ''),
    'and its scope',
  )
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ token, expires_in: 300 }))
}

export function failure(
  response: ServerResponse,
  status: number,
  code: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify({ errors: [{ code, message: code.toLowerCase(), detail: null }] }))
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  repositories: StrictOptions['repositories'],
  links: Set<string>,
  must: Must,
): void {
  const manifest = manifestPath.exec(url.pathname)
  const blob = blobPath.exec(url.pathname)
  const list = tagsPath.exec(url.pathname)
  const repository = repositories[(manifest ?? blob ?? list)?.[1] ?? '']
  if (url.pathname === '/v2/_catalog')
    giveNames(response, url, 'repositories', Object.keys(repositories), links, must)
  else if (manifest !== null) {
    must(url.search === '', 'a manifest has no query')
    giveManifest(request, response, repository, manifest[2] ?? manifest[3] ?? '', must)
  } else if (blob !== null) {
    must(url.search === '', 'a blob has no query')
    giveBlob(request, response, repository?.blobs.get(blob[2] ?? ''), blob[2] ?? '', must)
  } else if (list !== null && repository !== undefined) {
    giveNames(response, url, 'tags', [...repository.tags.keys()].sort(), links, must)
  } else {
    must(list !== null, 'no such endpoint')
    failure(response, 404, 'NAME_UNKNOWN')
  }
}

const kinds = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
]

function giveManifest(
  { headers, method }: IncomingMessage,
  response: ServerResponse,
  repository: Repository | undefined,
  reference: string,
  must: Must,
): void {
  const accepted = (headers.accept ?? '').split(',').map((each) => each.trim())
  must(
    kinds.every((kind) => accepted.includes(kind)),
    'a client that reads images and indexes says so',
  )
  must(headers.range === undefined, 'a manifest is read whole')
  const found = repository?.manifests.get(repository.tags.get(reference) ?? reference)
  if (found === undefined) {
    failure(response, 404, 'MANIFEST_UNKNOWN')
    return
  }
  response.writeHead(200, {
    'content-type': found.mediaType,
    'content-length': String(found.bytes.length),
    'docker-content-digest': repository?.tags.get(reference) ?? reference,
  })
  response.end(method === 'HEAD' ? undefined : found.bytes)
}

function giveBlob(
  { headers, method }: IncomingMessage,
  response: ServerResponse,
  bytes: Buffer | undefined,
  digest: string,
  must: Must,
): void {
  must((headers['accept-encoding'] ?? 'identity') === 'identity', 'ranges and digests are of the blob itself')
  must(headers.range === undefined || /^bytes=\d+-\d*$/.test(headers.range), 'one range of bytes')
  if (bytes === undefined) {
    failure(response, 404, 'BLOB_UNKNOWN')
    return
  }
  const from = Number(/^bytes=(\d+)-/.exec(headers.range ?? '')?.[1] ?? 0)
  must(from < bytes.length || headers.range === undefined, 'a range lies within the blob')
  response.writeHead(headers.range === undefined ? 200 : 206, {
    'content-type': 'application/octet-stream',
    'content-length': String(bytes.length - from),
    'docker-content-digest': digest,
    'accept-ranges': 'bytes',
    ...(headers.range === undefined
      ? {}
      : { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` }),
  })
  response.end(method === 'HEAD' ? undefined : bytes.subarray(from))
}

/** Pages of 100 at most, whatever is asked for; a link must come back as it was given. */
function giveNames(
  response: ServerResponse,
  url: URL,
  field: 'tags' | 'repositories',
  names: readonly string[],
  links: Set<string>,
  must: Must,
): void {
  const n = Number(url.searchParams.get('n') ?? 100)
  const last = url.searchParams.get('last')
  must(Number.isInteger(n) && n > 0, 'n is a count')
  must(last === null || links.has(url.pathname + url.search), 'the next page is asked for as the link says')
  const from = last === null ? 0 : names.indexOf(last) + 1
  const page = names.slice(from, from + Math.min(n, 100))
  const link = `${url.pathname}?last=${encodeURIComponent(page.at(-1) ?? '')}&n=100`
  const hasMore = from + page.length < names.length
  if (hasMore) links.add(link)
  response.writeHead(200, {
    'content-type': 'application/json',
    ...(hasMore ? { link: `<${link}>; rel="next"` } : {}),
  })
  response.end(JSON.stringify({ name: url.pathname.split('/')[2], [field]: page }))
}
