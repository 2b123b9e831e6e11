import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FakeServer } from './hub/server'
import {
  digestOf,
  emptyRepository,
  ociIndex,
  ociLayer,
  ociManifest,
  putImage,
  putManifest,
  type Repository,
  someBytes,
} from './registry/content'
import { failure, type StrictRegistry, startStrictRegistry, token } from './registry/strictRegistry'

/** One thing that a hostile or broken registry does; all else it does right. */
export type EvilMode =
  | 'realm'
  | 'realm-http'
  | 'realm-private'
  | 'realm-metadata'
  | 'realm-user'
  | 'realm-file'
  | 'realm-redirect'
  | 'realm-huge'
  | 'realm-odd-token'
  | 'redirect-cross-origin'
  | 'redirect-private'
  | 'redirect-loop'
  | 'redirect-file'
  | 'redirect-http'
  | 'foreign-urls'
  | 'link-evil'
  | 'link-self'
  | 'link-endless'
  | 'huge-manifest'
  | 'huge-index-size'
  | 'deep-json'
  | 'dup-keys'
  | 'wrong-mediatype'
  | 'schema1'
  | 'baddigest-manifest'
  | 'baddigest'
  | 'short'
  | 'long'
  | 'long-chunked'
  | 'lie-header'
  | 'wrong-length'
  | 'wrong-range'
  | 'drop'
  | 'drop-at-once'
  | 'drop-end'
  | 'no-range'
  | 'e401'
  | 'e403'
  | 'e404'
  | 'e429'
  | 'e500'
  | 'html'
  | 'empty'
  | 'slow'
  | 'hang'
  | 'hang-blob'
  | 'none'

export type EvilRegistry = StrictRegistry & {
  /** Its only repository is `app`, with the tag `1`. */
  readonly repository: Repository
  readonly layer: Buffer
}

export type EvilOptions = {
  readonly tls?: { readonly key: string; readonly cert: string }
  /** The origin of another server, where it wants us to go. */
  readonly foreign?: string
  /** Bytes of a blob's answer before the connection breaks. */
  readonly dropEvery?: number
  readonly layerSize?: number
}

export async function startEvilRegistry(mode: EvilMode, options: EvilOptions = {}): Promise<EvilRegistry> {
  const repository = emptyRepository()
  const layer = someBytes(options.layerSize ?? 200_000, 'a layer')
  putImage(repository, { tag: '1', layers: [layer], ...foreignLayers(mode, layer, options) })
  odd(mode, repository)
  const world: World = { mode, options, repository, layer }
  const server = await startStrictRegistry({
    repositories: { app: repository },
    wantsToken: mode.startsWith('realm') || mode === 'redirect-cross-origin' || mode === 'link-evil',
    ...(options.tls === undefined ? {} : { tls: options.tls }),
    before: (request, response) => misbehave(request, response, world),
  })
  return { ...server, repository, layer }
}

type World = {
  readonly mode: EvilMode
  readonly options: EvilOptions
  readonly repository: Repository
  readonly layer: Buffer
}

function foreignLayers(mode: EvilMode, layer: Buffer, { foreign = '' }: EvilOptions) {
  if (mode !== 'foreign-urls') return {}
  const urls = [`${foreign}/layer`]
  return {
    manifest: { layers: [{ mediaType: ociLayer, digest: digestOf(layer), size: layer.length, urls }] },
  }
}

/** Manifests that are wrong in themselves: their digest is right. */
function odd(mode: EvilMode, repository: Repository): void {
  const good = repository.manifests.get(repository.tags.get('1') ?? '')?.bytes.toString() ?? ''
  const put = (bytes: Buffer | string, mediaType = ociManifest) =>
    putManifest(repository, mediaType, Buffer.from(bytes), '1')
  if (mode === 'deep-json') put(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)
  else if (mode === 'dup-keys') put(`{"layers":[],${good.slice(1)}`)
  else if (mode === 'wrong-mediatype') put(good, 'application/vnd.docker.distribution.manifest.v2+json')
  else if (mode === 'html') put('<!doctype html><html><title>Log in</title></html>', 'text/html')
  else if (mode === 'empty') put('')
  else if (mode === 'huge-index-size') {
    const manifest = { mediaType: ociManifest, digest: repository.tags.get('1'), size: 5 }
    put(JSON.stringify({ schemaVersion: 2, mediaType: ociIndex, manifests: [manifest] }), ociIndex)
  } else if (mode === 'schema1') {
    put(
      JSON.stringify({ schemaVersion: 1, name: 'app', fsLayers: [], history: [] }),
      'application/vnd.docker.distribution.manifest.v1+prettyjws',
    )
  }
}

/** True when the answer was given, or never will be. */
function misbehave(request: IncomingMessage, response: ServerResponse, world: World): boolean {
  const url = new URL(request.url ?? '', 'http://registry.test')
  if (world.mode.startsWith('realm')) return realm(request, response, url, world)
  if (url.pathname === '/token') return false
  if (url.pathname.includes('/blobs/')) return blob(request, response, url, world)
  if (url.pathname.includes('/tags/')) return tags(response, url, world)
  return manifest(request, response, url, world)
}

function realm(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  { mode, options }: World,
): boolean {
  const { foreign = '' } = options
  if (url.pathname === '/token') {
    if (mode === 'realm-redirect') response.writeHead(307, { location: `${foreign}/token` }).end()
    else if (mode === 'realm-huge') response.end(`{"token":"${'x'.repeat(100_000)}"}`)
    else if (mode === 'realm-odd-token') response.end(JSON.stringify({ token: 'a\r\nx-evil: 1' }))
    else return false
    return true
  }
  if (request.headers.authorization === `Bearer ${token}`) return false
  const own = `${'encrypted' in request.socket ? 'https' : 'http'}://${request.headers.host}/token`
  const realms: Partial<Record<EvilMode, string>> = {
    'realm-metadata': 'https://169.254.169.254/latest/api/token',
    'realm-user': own.replace('://', '://user:secret@'),
    'realm-file': 'file:///etc/passwd',
    'realm-redirect': own,
    'realm-huge': own,
    'realm-odd-token': own,
  }
  const text = realms[mode] ?? `${foreign}/token`
  failure(response, 401, 'UNAUTHORIZED', {
    'www-authenticate': `Bearer realm="${text}",service="strict",scope="repository:app:pull,push"`,
  })
  return true
}

function manifest(
  _: IncomingMessage,
  response: ServerResponse,
  url: URL,
  { mode, repository }: World,
): boolean {
  const found = repository.manifests.get(repository.tags.get('1') ?? '')?.bytes ?? Buffer.alloc(0)
  const give = (bytes: Buffer, headers: Readonly<Record<string, string>> = {}): true => {
    response.writeHead(200, { 'content-type': ociManifest, ...headers })
    response.end(bytes)
    return true
  }
  const refuse = (status: number, headers = {}): true => {
    failure(response, status, 'DENIED', headers)
    return true
  }
  switch (mode) {
    case 'huge-manifest':
      return pour(response, 300)
    case 'baddigest-manifest':
      return give(Buffer.from(found.toString().replace('"schemaVersion":2', '"schemaVersion": 2')))
    case 'lie-header':
      return give(found, { 'docker-content-digest': digestOf('something else') })
    case 'redirect-loop':
      response.writeHead(307, { location: url.pathname }).end()
      return true
    case 'redirect-file':
      response.writeHead(307, { location: 'file:///etc/passwd' }).end()
      return true
    case 'e401':
      return refuse(401)
    case 'e403':
      return refuse(403)
    case 'e404':
      return refuse(404)
    case 'e429':
      return refuse(429, { 'retry-after': '1' })
    case 'e500':
      return refuse(500)
    case 'hang':
      return true
    default:
      return false
  }
}

function blob(request: IncomingMessage, response: ServerResponse, url: URL, world: World): boolean {
  const { mode, options, layer } = world
  if (!url.pathname.endsWith(digestOf(layer))) return false
  const { foreign = '', dropEvery = 50_000 } = options
  const from = Number(/^bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0)
  const give = (bytes: Buffer, headers: Readonly<Record<string, string>> = {}): true => {
    response.writeHead(200, { 'content-length': String(bytes.length), ...headers })
    response.end(bytes)
    return true
  }
  switch (mode) {
    case 'redirect-cross-origin':
    case 'redirect-private':
    case 'redirect-http':
      response.writeHead(307, { location: `${foreign}/blob` }).end()
      return true
    case 'baddigest':
      return give(flipped(layer))
    case 'short':
      response.writeHead(200)
      response.end(layer.subarray(0, layer.length - 1))
      return true
    case 'long':
      return give(Buffer.concat([layer, Buffer.from('x')]))
    case 'long-chunked':
      response.writeHead(200)
      response.end(Buffer.concat([layer, Buffer.from('x')]))
      return true
    case 'wrong-length':
      return give(layer.subarray(0, layer.length - 1))
    case 'wrong-range':
    case 'drop':
    case 'drop-at-once':
    case 'no-range':
      return breakOff(
        request,
        response,
        world,
        mode === 'no-range' ? 0 : from,
        mode === 'drop-at-once' ? 0 : dropEvery,
      )
    case 'drop-end':
      response.writeHead(200)
      response.write(layer, () => request.socket.destroySoon())
      return true
    case 'slow':
      return drip(response, layer)
    case 'hang-blob':
      response.writeHead(200, { 'content-length': String(layer.length) })
      response.write(layer.subarray(0, 1000))
      return true
    default:
      return false
  }
}

function flipped(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes)
  copy[copy.length >> 1] = (copy[copy.length >> 1] ?? 0) ^ 1
  return copy
}

/** How often a server without ranges has begun, so that it gets on a little further each time. */
const begun = new WeakMap<Repository, number>()

function breakOff(
  request: IncomingMessage,
  response: ServerResponse,
  { mode, layer, repository }: World,
  from: number,
  every: number,
): true {
  const round = (begun.get(repository) ?? 0) + 1
  begun.set(repository, round)
  const shift = mode === 'wrong-range' && from > 0 ? 1 : 0
  const isPart = from > 0
  response.writeHead(isPart ? 206 : 200, {
    'content-length': String(layer.length - from),
    ...(isPart ? { 'content-range': `bytes ${from - shift}-${layer.length - 1}/${layer.length}` } : {}),
  })
  const end = mode === 'no-range' ? every * round : from + every
  if (end >= layer.length) response.end(layer.subarray(from))
  else if (end <= from) {
    response.flushHeaders()
    request.socket.destroySoon()
  } else response.write(layer.subarray(from, end), () => request.socket.destroySoon())
  return true
}

/** A byte now and then, for ever. */
function drip(response: ServerResponse, bytes: Buffer): true {
  response.writeHead(200, { 'content-length': String(bytes.length) })
  let at = 0
  const timer = setInterval(() => {
    response.write(bytes.subarray(at, at + 1))
    at += 1
  }, 10)
  response.once('close', () => clearInterval(timer))
  return true
}

/** So many megabytes with no word of it before. */
function pour(response: ServerResponse, megabytes: number): true {
  response.writeHead(200, { 'content-type': ociManifest })
  const chunk = Buffer.alloc(1024 * 1024, 0x20)
  let left = megabytes
  const more = (): void => {
    while (left > 0 && !response.destroyed) {
      left -= 1
      if (!response.write(chunk)) {
        response.once('drain', more)
        return
      }
    }
    if (!response.destroyed) response.end()
  }
  more()
  return true
}

function tags(response: ServerResponse, url: URL, { mode, options }: World): boolean {
  const give = (names: readonly string[], link: string): true => {
    response.writeHead(200, { 'content-type': 'application/json', link: `<${link}>; rel="next"` })
    response.end(JSON.stringify({ name: 'app', tags: names }))
    return true
  }
  switch (mode) {
    case 'link-evil':
      return give(['1'], `${options.foreign ?? ''}/v2/app/tags/list?last=1`)
    case 'link-self':
      return give(['1'], url.pathname + url.search)
    case 'link-endless':
      return give(['1'], `${url.pathname}?last=${Math.random()}`)
    default:
      return false
  }
}

/** What reached a server of the kind "elsewhere": nothing of ours may be in it. */
export function leaks(servers: readonly FakeServer[]): readonly string[] {
  return servers.flatMap(({ seen }) =>
    seen.filter(({ headers }) => JSON.stringify(headers).includes('CANARY')).map(({ url }) => url),
  )
}
