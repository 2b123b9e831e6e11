import { createServer, type RequestListener } from 'node:http'
import { createConnection } from 'node:net'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type BareAnswer, bareGet } from '../../../../main/engine/http/bareGet'
import { AnswerCut } from '../../../../main/engine/http/body'
import { BodyInvalid, BodyReader } from '../../../../main/engine/http/bodyReader'
import { rawServer, socketPlace } from '../fakeEngine'

let place: ReturnType<typeof socketPlace>
let close: () => void = () => {}
beforeEach(() => {
  place = socketPlace()
})
afterEach(() => {
  close()
  place.remove()
})

async function ask(signal = new AbortController().signal): Promise<BareAnswer | undefined> {
  return await bareGet((onread) => createConnection({ path: place.path, onread }), {
    path: '/v1.41/images/get?names=a',
    hostHeader: 'docker',
    signal,
  })
}

async function serve(handle: RequestListener): Promise<void> {
  const server = createServer(handle)
  await new Promise<void>((resolve) => server.listen(place.path, resolve))
  close = () => {
    server.closeAllConnections()
    server.close()
  }
}

async function serveRaw(answer: string): Promise<void> {
  const server = await rawServer(place.path, answer)
  close = () => server.close()
}

/** Copies, as a sink has to; asks for patience after each `pauseAfter` bytes. */
async function poured(
  answer: BareAnswer | undefined,
  pauseAfter = Number.POSITIVE_INFINITY,
): Promise<Buffer> {
  const parts: Buffer[] = []
  let since = 0
  await answer?.pour({
    take: (bytes) => {
      parts.push(Buffer.from(bytes))
      since += bytes.length
    },
    room: () => {
      if (since < pauseAfter) return undefined
      since = 0
      return new Promise((resolve) => setImmediate(resolve))
    },
  })
  return Buffer.concat(parts)
}

describe('a body of gigabytes', () => {
  const big = Buffer.alloc(3_000_000, 'layers of an image ')

  it('arrives whole in chunks, with patience and without', async () => {
    await serve((request, response) => {
      expect(request.url).toBe('/v1.41/images/get?names=a')
      expect(request.headers.host).toBe('docker')
      for (let at = 0; at < big.length; at += 32_768) response.write(big.subarray(at, at + 32_768))
      response.end()
    })
    expect((await poured(await ask())).equals(big)).toBe(true)
    expect((await poured(await ask(), 100_000)).equals(big)).toBe(true)
  })

  it('arrives whole by its length, and up to the end of the connection', async () => {
    await serve((_, response) => response.writeHead(200, { 'Content-Length': big.length }).end(big))
    expect((await poured(await ask(), 10_000)).equals(big)).toBe(true)
    close()
    place.remove()
    place = socketPlace()
    await serveRaw('HTTP/1.0 200 OK\r\n\r\nto the end')
    expect(String(await poured(await ask()))).toBe('to the end')
  })

  it('may be empty', async () => {
    await serve((_, response) => response.end())
    expect(await poured(await ask())).toHaveLength(0)
  })

  it('is left to the usual way when the answer is no plain success', async () => {
    await serve((request, response) => {
      request.resume()
      response.writeHead(404).end('{"message":"no such image"}')
    })
    expect(await ask()).toBeUndefined()
  })

  it.each([
    ['no HTTP at all', 'SSH-2.0-OpenSSH_9.2\r\n\r\n'],
    ['a packed body', 'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n'],
    ['another coding', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n'],
    ['a length that is none', 'HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n'],
    ['headers without an end', `HTTP/1.1 200 OK\r\n${'a: b\r\n'.repeat(20_000)}`],
  ])('is left to the usual way: %s', async (_, answer) => {
    await serveRaw(answer)
    expect(await ask()).toBeUndefined()
  })

  it.each([
    ['in the middle of a chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab'],
    ['before the last chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n'],
    ['before its length', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc'],
  ])('that ends %s is never taken for whole', async (_, answer) => {
    await serveRaw(answer)
    await expect(ask().then(async (found) => await poured(found))).rejects.toThrow(AnswerCut)
  })

  it('ends with the reason of an abort, while it waits and in its middle', async () => {
    const reason = new Error('stopped by hand')
    let heard: () => void = () => {}
    const asked = new Promise<void>((resolve) => {
      heard = resolve
    })
    await serve((_, response) => {
      response.write('a')
      heard()
    })
    const stop = new AbortController()
    const answer = await ask(stop.signal)
    const pouring = poured(answer)
    await asked
    stop.abort(reason)
    await expect(pouring).rejects.toBe(reason)
    await expect(ask(stop.signal)).rejects.toBe(reason)
  })

  it('fails as its sink does', async () => {
    await serve((_, response) => response.end('abc'))
    const answer = await ask()
    const pouring = answer?.pour({
      take: () => {
        throw new Error('no more')
      },
      room: () => undefined,
    })
    await expect(pouring).rejects.toThrow('no more')
  })

  it('says when there is nobody', async () => {
    await expect(ask()).rejects.toMatchObject({ code: 'ENOENT' })
  })
})

describe('the framing of a body', () => {
  const read = (pieces: readonly string[]): { readonly body: string; readonly isDone: boolean } => {
    const reader = new BodyReader({ type: 'chunked' })
    let body = ''
    for (const piece of pieces)
      reader.read(Buffer.from(piece), (bytes) => (body += Buffer.from(bytes).toString()))
    return { body, isDone: reader.isDone }
  }

  it('is found wherever the connection cuts it', () => {
    const wire = '3\r\nabc\r\n0004;name="x"\r\ndefg\r\n0\r\nExpires: never\r\n\r\nbehind it'
    fc.assert(
      fc.property(fc.array(fc.nat(wire.length), { maxLength: 20 }), (cuts) => {
        const at = [0, ...cuts.sort((a, b) => a - b), wire.length]
        const pieces = at.slice(1).map((end, i) => wire.slice(at[i], end))
        expect(read(pieces)).toEqual({ body: 'abcdefg', isDone: true })
      }),
    )
  })

  it.each(['x\r\n', '-1\r\n', '1\r\nab\r\n', `${'0'.repeat(13)}1\r\n`, 'a'.repeat(5_000)])(
    'is refused where it is none: %s',
    (wire) => {
      expect(() => read([wire])).toThrow(BodyInvalid)
    },
  )
})
