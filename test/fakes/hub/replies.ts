import { gzipSync } from 'node:zlib'
import type { Reply } from './server'

/** What a server can do to a client. Each is one reply. */

export function json(value: unknown, headers: Readonly<Record<string, string>> = {}): Reply {
  return (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json', ...headers })
    response.end(JSON.stringify(value))
  }
}

export function text(
  body: string | Buffer,
  headers: Readonly<Record<string, string>> = {},
  status = 200,
): Reply {
  return (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(body)
  }
}

export function status(
  code: number,
  body: unknown = {},
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return text(JSON.stringify(body), headers, code)
}

/** Docker Hub's own words at its API limit. */
export function rateLimited(retryAfter?: string): Reply {
  return status(
    429,
    { detail: 'Rate limit exceeded', error: false },
    retryAfter === undefined ? {} : { 'retry-after': retryAfter },
  )
}

export const html: Reply = text(
  '<!DOCTYPE html>\n<html><head><title>Sign in to HotelNet</title></head><body><form></form></body></html>',
  { 'content-type': 'text/html; charset=utf-8' },
)

export const htmlNamedJson: Reply = text('\n  <html><head><title>Blocked</title></head></html>')

export function redirect(location: string, code = 307): Reply {
  return (_, response) => {
    response.writeHead(code, { location })
    response.end()
  }
}

/** Never answers. */
export const hang: Reply = () => undefined

/** Half an answer, then nothing. */
export const stall: Reply = (_, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' })
  response.write('{"results":[')
}

/** A byte now and then, for ever. */
export function drip(every: number): Reply {
  return (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    const timer = setInterval(() => response.write(' '), every)
    response.once('close', () => clearInterval(timer))
  }
}

/** Says how much there is, and that is too much. */
export const hugeByLength: Reply = (_, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': String(300 * 1024 * 1024) })
  response.write('[')
}

/** 300 MB with no word of it before. */
export const hugeByChunks: Reply = (_, response) => {
  response.writeHead(200, { 'content-type': 'application/json' })
  const chunk = Buffer.alloc(1024 * 1024, 0x20)
  let left = 300
  const more = (): void => {
    while (left > 0) {
      left -= 1
      if (response.destroyed) return
      if (!response.write(chunk)) {
        response.once('drain', more)
        return
      }
    }
    response.end()
  }
  more()
}

/** 200 MB of spaces in 0.2 MB. */
export function gzipBomb(): Reply {
  const small = gzipSync(Buffer.alloc(200 * 1024 * 1024, 0x20), { level: 6 })
  return text(small, { 'content-encoding': 'gzip' })
}

export function deepJson(levels: number): Reply {
  return text('['.repeat(levels) + ']'.repeat(levels))
}

/** Cuts the connection, before or in the middle of the answer. */
export const cut: Reply = (request) => {
  request.socket.destroy()
}

export const cutInside: Reply = (request, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' })
  response.write('{"results":[', () => request.socket.destroy())
}

/** One reply after the other, the last one for ever. */
export function inTurn(...replies: readonly Reply[]): Reply {
  let next = 0
  return (request, response) => {
    const reply = replies[Math.min(next, replies.length - 1)]
    next += 1
    reply?.(request, response)
  }
}
