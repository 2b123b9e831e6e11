import { readFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { networkInterfaces } from 'node:os'
import { beforeAll, describe, expect, it } from 'vitest'
import { pullImage } from '../../../main/transfers/pullImage'
import { pushImage } from '../../../main/transfers/pushImage'
import { engine, errorOf } from '../adapter/support'
import { anImage, load } from '../support/images'
import { uniqueName } from '../support/sandbox'
import { credentialsFor, oddRegistry, watched } from './support'

const none = credentialsFor()

/** An address of this machine that engines do not take for loopback, where plain HTTP is allowed. */
function outsideAddress(): string | undefined {
  const all = Object.values(networkInterfaces()).flatMap((each) => each ?? [])
  return all.find(({ family, internal }) => family === 'IPv4' && !internal)?.address
}

function json(response: ServerResponse, status: number, code: string, headers = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify({ errors: [{ code, message: code.toLowerCase() }] }))
}

async function pullFrom(host: string) {
  const client = await engine()
  const { job } = watched()
  return await errorOf(pullImage({ client, credentials: none }, { reference: `${host}/x/y:1` }, job))
}

/** Only faults that engines do not repeat for most of a minute. */
async function pushTo(host: string) {
  const client = await engine()
  const options = { imageId: id, repository: `${host}/x/y`, tags: ['1'], removeMadeOnFailure: true }
  const { error, result } = await pushImage({ client, credentials: none }, options, watched().job)
  expect(result).toMatchObject({ report: { pushed: [], made: [], missing: ['1'] } })
  return error
}

let id = ''
beforeAll(async () => {
  const [made = ''] = await load([anImage({ tags: [`${uniqueName()}:1`] })])
  id = made
})

describe('a registry that answers oddly', () => {
  const page = '<html><head><title>Log in</title></head><body>hello</body></html>'
  it.each([
    [401, 'REGISTRY_UNAUTHORIZED', (r: ServerResponse) => json(r, 401, 'UNAUTHORIZED')],
    [403, 'REGISTRY_FORBIDDEN', (r: ServerResponse) => json(r, 403, 'DENIED')],
    [404, 'REGISTRY_NOT_FOUND', (r: ServerResponse) => json(r, 404, 'NAME_UNKNOWN')],
    [
      429,
      'REGISTRY_RATE_LIMITED',
      (r: ServerResponse) => json(r, 429, 'TOOMANYREQUESTS', { 'retry-after': '37' }),
    ],
    [500, 'REGISTRY_ERROR', (r: ServerResponse) => json(r, 500, 'UNKNOWN')],
    [
      'a web page',
      'REGISTRY_ANSWER_HTML',
      (r: ServerResponse) => r.writeHead(200, { 'content-type': 'text/html' }).end(page),
    ],
  ])('%s: %s', async (_, code, answer) => {
    const { host } = await oddRegistry((asked, response) => {
      if (asked.url === '/v2/' && code !== 'REGISTRY_ANSWER_HTML') response.end('{}')
      else answer(response)
    })
    expect(await pullFrom(host)).toMatchObject({ code, params: { host } })
  })

  it('half a manifest is no success', async () => {
    const { host } = await oddRegistry((asked, response) => {
      if (asked.url === '/v2/') response.end('{}')
      else {
        response.writeHead(200, { 'content-type': 'application/vnd.docker.distribution.manifest.v2+json' })
        response.end('{"half')
      }
    })
    expect(await pullFrom(host)).toMatchObject({ code: 'REGISTRY_ANSWER_INVALID' })
  })

  it('a name that looks like an error is not taken for one', async () => {
    const { host } = await oddRegistry((asked, response) => {
      if (asked.url === '/v2/') response.end('{}')
      else json(response, 404, 'NAME_UNKNOWN')
    })
    const client = await engine()
    const reference = `${host}/denied/unauthorized:1`
    expect(
      await errorOf(pullImage({ client, credentials: none }, { reference }, watched().job)),
    ).toMatchObject({ code: 'REGISTRY_NOT_FOUND' })
  })

  it('nobody there', async () => {
    const { host } = await oddRegistry(() => {})
    const free = `localhost:${Number(host.split(':')[1]) === 1 ? 2 : 1}`
    expect(await pullFrom(free)).toMatchObject({
      code: 'REGISTRY_UNREACHABLE',
      params: { host: free },
      retryable: true,
    })
    expect(await pushTo(free)).toMatchObject({ code: 'REGISTRY_UNREACHABLE' })
    expect(await pullFrom('registry.invalid')).toMatchObject({ code: 'REGISTRY_UNREACHABLE' })
  })

  it('429 on a push', async () => {
    const { host } = await oddRegistry((asked, response) => {
      if (asked.url === '/v2/') response.end('{}')
      else json(response, 429, 'TOOMANYREQUESTS')
    })
    expect(await pushTo(host)).toMatchObject({ code: 'REGISTRY_RATE_LIMITED', retryable: true })
  })
})

describe('a registry beyond loopback', () => {
  const address = outsideAddress()

  it.skipIf(address === undefined)('plain HTTP: own code, with the line for daemon.json', async () => {
    const { host } = await oddRegistry((_, response) => response.end('{}'), { address: address ?? '' })
    const expected = {
      code: 'REGISTRY_INSECURE',
      params: { host, line: `"insecure-registries": ["${host}"]` },
      retryable: false,
    }
    expect(await pullFrom(host)).toMatchObject(expected)
    expect(await pushTo(host)).toMatchObject(expected)
  })

  it.skipIf(address === undefined).each(['expired', 'wrongHost'])('TLS: %s', async (name) => {
    const read = (kind: string) => readFileSync(`test/fakes/hub/certificates/${name}.${kind}`)
    const tls = { key: read('key'), cert: read('pem') }
    const { host } = await oddRegistry((_, response) => response.end('{}'), { tls, address: address ?? '' })
    expect(await pullFrom(host)).toMatchObject({ code: 'REGISTRY_TLS', params: { host, reason: name } })
    expect(await pushTo(host)).toMatchObject({ code: 'REGISTRY_TLS' })
  })
})

describe('search by the engine', () => {
  const results = [
    { name: 'x/a', description: 'an a', star_count: 30, is_official: false, is_automated: false },
    { name: 'b', description: 'x'.repeat(3_000), star_count: 20, is_official: true, is_automated: false },
    { name: 'Bad Name', description: '', star_count: 1, is_official: false, is_automated: false },
  ]
  const serve = async (status: number, body: string, type = 'application/json') =>
    await oddRegistry((asked, response) => {
      if (asked.url?.startsWith('/v1/search') !== true) {
        response.setHeader('X-Docker-Registry-Version', '1')
        response.end('true')
        return
      }
      response.writeHead(status, { 'content-type': type })
      response.end(body)
    })

  it('finds names, descriptions, stars; what is no name is left out', async () => {
    const { host } = await serve(200, JSON.stringify({ num_results: 3, query: 'x', results }))
    const { search } = await engine()
    const page = await search.search({ query: `${host}/x` }, {})
    expect(page).toMatchObject({ source: 'engine', looked: 3 })
    expect(page.results).toEqual([
      { name: `${host}/x/a`, description: 'an a', stars: 30, official: false },
      { name: `${host}/b`, description: 'x'.repeat(2_000), stars: 20, official: true },
    ])
    expect((await search.search({ query: `${host}/x`, minStars: 21 }, {})).results).toHaveLength(1)
    expect((await search.search({ query: `${host}/x`, officialOnly: true }, {})).results).toMatchObject([
      { official: true },
    ])
  })

  it.each([
    [429, 'REGISTRY_RATE_LIMITED'],
    [401, 'REGISTRY_UNAUTHORIZED'],
    [500, 'REGISTRY_ERROR'],
  ])('%s is a state, not an empty list', async (status, code) => {
    const { host } = await serve(status, '{}')
    const { search } = await engine()
    expect(await errorOf(search.search({ query: `${host}/x` }, {}))).toMatchObject({ code })
  })

  it('a web page, and nobody there', async () => {
    const { search } = await engine()
    const { host } = await serve(200, '<html></html>', 'text/html')
    expect(await errorOf(search.search({ query: `${host}/x` }, {}))).toMatchObject({
      code: 'REGISTRY_ANSWER_HTML',
    })
    expect(await errorOf(search.search({ query: 'localhost:1/x' }, {}))).toMatchObject({
      code: 'REGISTRY_UNREACHABLE',
    })
  })
})
