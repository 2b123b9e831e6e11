import { type AppError, AppFailure } from '@shared/errors'
import { afterEach, describe, expect, it } from 'vitest'
import { createHttp, type Http } from '../../../main/registry/http'
import { headersFor, redirectTarget } from '../../../main/registry/redirect'
import { authority, certificate } from '../../fakes/hub/certificates'
import * as replies from '../../fakes/hub/replies'
import { type FakeServer, type Reply, startServer } from '../../fakes/hub/server'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup()
})

async function serve(reply: Reply, tls = false): Promise<FakeServer> {
  const server = await startServer(reply, tls ? certificate('good') : undefined)
  cleanups.push(server.close)
  return server
}

function client(): Http {
  const http = createHttp({ env: {}, userAgent: 'Strata/test', ca: [authority] })
  cleanups.push(http.close)
  return http
}

async function refusal(work: Promise<unknown>): Promise<AppError> {
  const error: unknown = await work.catch((reason: unknown) => reason)
  if (error instanceof AppFailure) return error.error
  throw new Error('nothing was refused')
}

const secret = { authorization: 'Bearer CANARY', cookie: 'a=CANARY', accept: 'application/json' }

describe('a redirect', () => {
  it('keeps the authorization on the same origin', async () => {
    const server = await serve((request, response) => {
      const reply = request.url === '/' ? replies.redirect('/there?x=1') : replies.json({ there: true })
      reply(request, response)
    })
    const answer = await client().json({ url: `${server.origin}/`, headers: secret })
    expect(answer.value).toEqual({ there: true })
    expect(answer.url.href).toBe(`${server.origin}/there?x=1`)
    expect(server.seen[1]?.headers).toMatchObject(secret)
  })

  it('drops it for another port, and does not bring it back', async () => {
    const start = await serve((request, response) => {
      const reply =
        request.url === '/' ? replies.redirect(`${foreign.origin}/`) : replies.json({ back: true })
      reply(request, response)
    })
    const foreign: FakeServer = await serve((request, response) => {
      replies.redirect(`${start.origin}/back`)(request, response)
    })
    expect((await client().json({ url: `${start.origin}/`, headers: secret })).value).toEqual({ back: true })
    for (const { headers } of [foreign.seen[0], start.seen[1]].flatMap((each) => each ?? [])) {
      expect(JSON.stringify(headers)).not.toContain('CANARY')
      expect(headers.accept).toBe('application/json')
    }
    expect(foreign.seen).toHaveLength(1)
    expect(start.seen).toHaveLength(2)
  })

  it('drops it for another host of the same machine', async () => {
    const server = await serve((request, response) => {
      const isFirst = request.url === '/'
      const reply = isFirst
        ? replies.redirect(`http://localhost:${server.port}/there`)
        : replies.json({ there: true })
      reply(request, response)
    })
    await client().json({ url: `${server.origin}/`, headers: secret })
    expect(JSON.stringify(server.seen[1]?.headers)).not.toContain('CANARY')
  })

  it('never leads from https to http', async () => {
    const plain = await serve(replies.json({}))
    const server = await serve(replies.redirect(`${plain.origin}/`), true)
    const error = await refusal(client().json({ url: server.origin, headers: secret }))
    expect(error).toMatchObject({ code: 'REGISTRY_REDIRECT_REFUSED', params: { reason: 'downgrade' } })
    expect(plain.seen).toEqual([])
  })

  it.each([
    ['file:///etc/passwd', 'scheme'],
    ['ftp://127.0.0.1/', 'scheme'],
    ['data:application/json,{}', 'scheme'],
    ['http://user:pass@127.0.0.1/', 'credentials'],
    ['http://[::1', 'target'],
  ])('to %s is refused', async (location, reason) => {
    const server = await serve(replies.redirect(location))
    const error = await refusal(client().json({ url: server.origin }))
    expect(error).toMatchObject({ code: 'REGISTRY_REDIRECT_REFUSED', params: { reason } })
  })

  it('may lead through ten others', async () => {
    const server = await serve((request, response) => {
      const hop = Number((request.url ?? '/0').slice(1))
      const reply = hop < 10 ? replies.redirect(`/${hop + 1}`) : replies.json({ hop })
      reply(request, response)
    })
    expect((await client().json({ url: `${server.origin}/0` })).value).toEqual({ hop: 10 })
  })

  it('in a loop ends after ten', async () => {
    const server = await serve(replies.redirect('/again', 302))
    const error = await refusal(client().json({ url: server.origin }))
    expect(error).toMatchObject({ code: 'REGISTRY_REDIRECT_REFUSED', params: { reason: 'tooMany' } })
    expect(server.seen).toHaveLength(11)
  })

  it('is not followed where the caller says so, nor after a POST', async () => {
    const server = await serve(replies.redirect('/there'))
    const refuse = await refusal(client().json({ url: server.origin, redirects: 'refuse' }))
    const post = await refusal(client().json({ url: server.origin, method: 'POST', body: 'x' }))
    expect([refuse.params.reason, post.params.reason]).toEqual(['notAllowed', 'notAllowed'])
    expect(server.seen).toHaveLength(2)
  })
})

describe('an origin', () => {
  const from = new URL('https://a.test/x')

  it.each(['https://a.test:444/', 'https://b.test/', 'http://a.test/', 'https://sub.a.test/'])(
    'is another one at %s',
    (to) => {
      const headers = { Authorization: 'x', COOKIE: 'y', 'Proxy-Authorization': 'z', Accept: 'w' }
      expect(headersFor(headers, from, new URL(to))).toEqual({ Accept: 'w' })
    },
  )

  it('is the same with its default port written out', () => {
    expect(headersFor({ authorization: 'x' }, from, new URL('https://a.test:443/y'))).toEqual({
      authorization: 'x',
    })
  })

  it('of a redirect is read against where we are', () => {
    expect(redirectTarget(from, '//b.test/y#part').href).toBe('https://b.test/y')
    expect(redirectTarget(from, '../y').href).toBe('https://a.test/y')
  })
})
