import { get, type IncomingMessage } from 'node:http'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { AnswerCut, AnswerTooLarge, readBody } from '../../../../main/engine/http/body'
import { type FakeEngine, fakeEngine, type Handler, rawServer, socketPlace } from '../fakeEngine'

let place: ReturnType<typeof socketPlace>
let fake: FakeEngine | undefined

beforeEach(() => {
  place = socketPlace()
})
afterEach(async () => {
  await fake?.kill()
  fake = undefined
  place.remove()
})

async function answerOf(handle?: Handler): Promise<IncomingMessage> {
  if (handle !== undefined) fake = await fakeEngine(place.path, handle)
  return await new Promise((resolve, reject) => {
    get({ socketPath: place.path, path: '/', agent: false }, resolve).on('error', reject)
  })
}

test('whole, in one chunk, in many, and empty', async () => {
  const answer = await answerOf((_, response) => {
    response.write('a')
    setTimeout(() => response.end('b'), 10)
  })
  expect(String(await readBody(answer, 2))).toBe('ab')
  await fake?.kill()
  expect(String(await readBody(await answerOf((_, response) => response.end()), 0))).toBe('')
})

test('a body over the cap is cut off, and its socket dropped', async () => {
  const answer = await answerOf((_, response) => response.write('x'.repeat(100_000)))
  await expect(readBody(answer, 99_999)).rejects.toThrow(AnswerTooLarge)
  await expect.poll(() => fake?.sockets.size).toBe(0)
})

test('a body that ends before its length is never taken for whole', async () => {
  const raw = await rawServer(place.path, 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n[1]')
  const error: unknown = await readBody(await answerOf(), 100).catch((thrown: unknown) => thrown)
  expect(
    error instanceof AnswerCut || (error instanceof Error && 'code' in error && error.code === 'ECONNRESET'),
  ).toBe(true)
  raw.close()
})
