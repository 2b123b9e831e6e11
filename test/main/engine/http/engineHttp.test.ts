import { createConnection } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Place } from '../../../../main/engine/engineErrors'
import { EngineHttp, imagePath } from '../../../../main/engine/http/engineHttp'
import { openTransport } from '../../../../main/engine/http/transport'
import { codeOf, errorOf } from '../failures'
import { type FakeEngine, fakeEngine, type Handler, json, rawServer, socketPlace } from '../fakeEngine'

let place: ReturnType<typeof socketPlace>
let fake: FakeEngine | undefined
let http: EngineHttp | undefined

beforeEach(() => {
  place = socketPlace()
})
afterEach(async () => {
  vi.useRealTimers()
  http?.close()
  await fake?.kill()
  fake = undefined
  place.remove()
})

function client(): EngineHttp {
  const where: Place = { host: `unix://${place.path}`, owner: () => ({ path: place.path, group: 'docker' }) }
  http = new EngineHttp(
    openTransport({
      connect: () => createConnection({ path: place.path }),
      connectInto: (onread) => createConnection({ path: place.path, onread }),
    }),
    where,
  )
  return http
}

async function against(handle: Handler): Promise<EngineHttp> {
  fake = await fakeEngine(place.path, handle)
  return client()
}

describe('requests', () => {
  test('version, query and method arrive as meant', async () => {
    const engine = await against((_, response) => json(response, { fine: true }))
    engine.useVersion('1.41')
    const query = { filters: '{"a":["b c&d"]}', all: '1' }
    expect(await engine.json({ path: '/images/json', query })).toEqual({ fine: true })
    await engine.text({
      method: 'POST',
      path: imagePath('sha256:ab', '/tag'),
      query: { repo: 'a/b', tag: '1' },
    })
    await engine.text({ method: 'DELETE', path: imagePath('h:5000/a/b:1'), query: {} })
    await engine.text({ path: '/info' })
    expect(fake?.requests).toEqual([
      'GET /v1.41/images/json?filters=%7B%22a%22%3A%5B%22b%20c%26d%22%5D%7D&all=1',
      'POST /v1.41/images/sha256%3Aab/tag?repo=a%2Fb&tag=1',
      'DELETE /v1.41/images/h%3A5000/a/b%3A1?',
      'GET /v1.41/info',
    ])
  })

  test('a POST has no body', async () => {
    const bodies: string[] = []
    const engine = await against((request, response) => {
      request.on('data', (chunk) => bodies.push(String(chunk)))
      request.on('end', () =>
        json(response, [request.headers['content-length'], request.headers['transfer-encoding']]),
      )
    })
    expect(await engine.json({ method: 'POST', path: '/x', query: { secret: 's' } })).toEqual(['0', null])
    expect(bodies).toEqual([])
  })

  test('sockets are kept and bounded: twenty requests at once use eight', async () => {
    let most = 0
    const engine = await against((_, response) => {
      most = Math.max(most, fake?.sockets.size ?? 0)
      setTimeout(() => json(response, 1), 5)
    })
    await Promise.all(Array.from({ length: 20 }, () => engine.json({ path: '/x' })))
    expect(most).toBe(8)
    expect(fake?.requests).toHaveLength(20)
  })

  test('DOCKER_HOST in the environment leads nowhere else, and garbage in it harms nothing', async () => {
    vi.stubEnv('DOCKER_HOST', 'tcp://127.0.0.1:1::garbage')
    vi.stubEnv('DOCKER_CERT_PATH', '/nowhere')
    const engine = await against((_, response) => json(response, 'here'))
    expect(await engine.json({ path: '/x' })).toBe('here')
    expect(process.env.DOCKER_HOST).toBe('tcp://127.0.0.1:1::garbage')
    vi.unstubAllEnvs()
  })
})

describe('names in paths', () => {
  test.each([
    ['redis:7', '/images/redis%3A7'],
    ['a b?x#y', '/images/a%20b%3Fx%23y'],
    ['приложение', '/images/%D0%BF%D1%80%D0%B8%D0%BB%D0%BE%D0%B6%D0%B5%D0%BD%D0%B8%D0%B5'],
  ])('%s', (image, path) => {
    expect(imagePath(image)).toBe(path)
  })

  test.each(['..', 'a/../b', 'a//b', '/a', 'a/', '', '.'])('%j would leave the path', (image) => {
    expect(codeOf(() => imagePath(image))).toBe('IMAGE_NOT_FOUND')
  })
})

describe('an engine that misbehaves', () => {
  test('HTML instead of JSON', async () => {
    const engine = await against((_, response) => {
      response.writeHead(500, { 'Content-Type': 'text/html' }).end('<h1>oops</h1>')
    })
    expect(await errorOf(engine.json({ path: '/x' }))).toMatchObject({ code: 'ENGINE_NOT_DOCKER' })
  })

  test('a success that is not JSON', async () => {
    const engine = await against((_, response) => response.end('<html>'))
    expect(await errorOf(engine.json({ path: '/x' }))).toMatchObject({ code: 'ENGINE_NOT_DOCKER' })
  })

  test('a server that does not speak HTTP', async () => {
    const raw = await rawServer(place.path, 'SSH-2.0-OpenSSH_9.6\r\n')
    const engine = client()
    expect(await errorOf(engine.json({ path: '/x' }))).toMatchObject({ code: 'ENGINE_NOT_DOCKER' })
    raw.close()
  })

  test('a socket cut before the answer, and in the middle of it', async () => {
    const engine = await against((request, response) => {
      if (request.url === '/before') return request.socket.destroy()
      response.writeHead(200, { 'Content-Length': '100' }).write('[1,2')
      setTimeout(() => request.socket.destroy(), 20)
    })
    expect(await errorOf(engine.json({ path: '/before' }))).toMatchObject({
      code: 'ENGINE_LOST',
      retryable: true,
    })
    expect(await errorOf(engine.json({ path: '/middle' }))).toMatchObject({
      code: 'ENGINE_LOST',
      retryable: true,
    })
  })

  test('a chunked answer that ends early is not taken for whole', async () => {
    const raw = await rawServer(
      place.path,
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[]\r\n',
    )
    const engine = client()
    expect(await errorOf(engine.json({ path: '/x' }))).toMatchObject({ code: 'ENGINE_LOST' })
    raw.close()
  })

  test.each(['http://127.0.0.1:1/', 'https://example.invalid/', 'foo:bar', '/else', ''])(
    'a redirect to %j is not followed',
    async (location) => {
      const engine = await against((_, response) => response.writeHead(301, { Location: location }).end())
      expect(await errorOf(engine.json({ path: '/x' }))).toMatchObject({ code: 'ENGINE_NOT_DOCKER' })
      expect(fake?.requests).toEqual(['GET /x'])
    },
  )

  test('nobody listens, nothing is there', async () => {
    expect(await errorOf(client().json({ path: '/x' }))).toMatchObject({ code: 'ENGINE_UNREACHABLE' })
    fake = await fakeEngine(place.path, () => {})
    await fake.kill()
    expect(await errorOf(client().json({ path: '/x' }))).toMatchObject({ code: 'ENGINE_UNREACHABLE' })
    const known = client()
    known.useVersion('1.51')
    expect(await errorOf(known.json({ path: '/x' }))).toMatchObject({ code: 'ENGINE_LOST', retryable: true })
  })
})

describe('aborts', () => {
  const reason = new Error('the user thought better of it')

  test('before, while waiting, and in the middle of the answer: always the reason of the signal', async () => {
    const engine = await against((request, response) => {
      if (request.url === '/waits') return
      response.writeHead(200).write('[')
    })
    await expect(engine.json({ path: '/x', signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    for (const path of ['/waits', '/streams']) {
      const controller = new AbortController()
      const asked = engine.json({ path, signal: controller.signal })
      setTimeout(() => controller.abort(reason), 30)
      await expect(asked).rejects.toBe(reason)
    }
    await vi.waitFor(() => expect(fake?.sockets.size).toBe(0))
  })

  test('no listener is left on a signal that lives on (docker-modem#178)', async () => {
    const engine = await against((_, response) => json(response, 1))
    const warned = vi.fn()
    process.on('warning', warned)
    const { signal } = new AbortController()
    for (let i = 0; i < 50; i += 1) await engine.json({ path: '/x', signal })
    await sleep(10)
    expect(warned).not.toHaveBeenCalled()
    process.off('warning', warned)
  })

  test('close ends what is in flight and bars what comes later', async () => {
    const engine = await against(() => {})
    const asked = errorOf(engine.json({ path: '/x' }))
    await vi.waitFor(() => expect(fake?.requests).toHaveLength(1))
    engine.close()
    expect(await asked).toMatchObject({ code: 'ENGINE_LOST' })
    expect(await errorOf(engine.json({ path: '/y' }))).toMatchObject({ code: 'ENGINE_LOST' })
    await vi.waitFor(() => expect(fake?.sockets.size).toBe(0))
  })
})

describe('an engine that hangs', () => {
  const fakeClock = () => vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })

  test('a slow request alone harms nothing as long as the ping is answered', async () => {
    fakeClock()
    let finish = () => {}
    const engine = await against((request, response) => {
      if (request.url === '/_ping') json(response, 'OK')
      else finish = () => json(response, 'late')
    })
    const asked = engine.json({ path: '/slow' })
    await vi.waitFor(() => expect(fake?.requests).toEqual(['GET /slow']))
    await vi.advanceTimersByTimeAsync(5_000)
    await vi.waitFor(() => expect(fake?.requests).toEqual(['GET /slow', 'GET /_ping']))
    finish()
    expect(await asked).toBe('late')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(fake?.requests).toHaveLength(2)
  })

  test('when the ping is not answered either, everything is given up', async () => {
    fakeClock()
    const engine = await against(() => {})
    const stream = engine.open({ path: '/stream' })
    const asked = errorOf(engine.json({ path: '/slow' }))
    await vi.waitFor(() => expect(fake?.requests).toHaveLength(2))
    await vi.advanceTimersByTimeAsync(5_000)
    expect(await asked).toMatchObject({ code: 'ENGINE_TIMEOUT', retryable: true })
    expect(await errorOf(stream)).toMatchObject({ code: 'ENGINE_TIMEOUT' })
  }, 10_000)
})

test('a label flood is read whole', async () => {
  const megabytes = 'x'.repeat(24 * 1024 * 1024)
  const engine = await against((_, response) => json(response, megabytes))
  expect(await engine.json({ path: '/x' })).toHaveLength(megabytes.length)
})
