import type { IncomingMessage } from 'node:http'

/** An answer of more bytes than we are ready to hold. */
export class AnswerTooLarge extends Error {
  constructor(readonly limitBytes: number) {
    super(`the answer is longer than ${limitBytes} bytes`)
    this.name = 'AnswerTooLarge'
  }
}

/** The connection ended before the answer did. */
export class AnswerCut extends Error {
  readonly code = 'ECONNRESET'
  constructor() {
    super('the connection closed in the middle of the answer')
    this.name = 'AnswerCut'
  }
}

/**
 * The whole body.
 * @throws AnswerTooLarge (the socket is dropped), AnswerCut, or the socket's own error
 */
export async function readBody(answer: IncomingMessage, maxBytes: number): Promise<Buffer> {
  return await new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let held = 0
    answer.on('data', (chunk: Buffer) => {
      held += chunk.length
      if (held > maxBytes) answer.destroy(new AnswerTooLarge(maxBytes))
      else chunks.push(chunk)
    })
    answer.on('end', () => {
      if (answer.complete) resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks))
      else reject(new AnswerCut())
    })
    answer.on('error', reject)
    answer.on('close', () => reject(new AnswerCut()))
  })
}
