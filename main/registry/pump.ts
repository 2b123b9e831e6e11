import type { ClientRequest, IncomingMessage } from 'node:http'
import type { Deadline } from './deadline'

/** The bytes of an answer. They come no faster than they are taken; what takes its time with them is no stall. */
export type Pump = AsyncIterable<Buffer> & {
  /** Ends the connection where the answer is not at its end; any number of times. */
  readonly close: () => void
}

type PumpOptions = {
  readonly request: ClientRequest
  readonly response: IncomingMessage
  readonly deadline: Deadline
  readonly failure: (error: unknown) => unknown
  /** Bytes that must come within the limit of the phase `stall`. */
  readonly movement: number
}

/** Read once. Throws what `failure` makes of a break; leaving the loop early closes the connection. */
export function createPump(options: PumpOptions): Pump {
  const { request, response, deadline } = options
  // The clock runs only while bytes are waited for; a break before that is told by the first read.
  deadline.rest()
  response.on('error', () => undefined)
  const close = (): void => {
    if (!response.complete || !response.readableEnded) request.destroy()
    deadline.clear()
  }
  return { close, [Symbol.asyncIterator]: () => read(options, close) }
}

async function* read(options: PumpOptions, close: () => void): AsyncGenerator<Buffer, void> {
  const { response, deadline, failure, movement } = options
  let moved = 0
  try {
    deadline.throwIfPassed()
    deadline.enter('stall')
    const chunks: AsyncIterable<Buffer> = response
    for await (const bytes of chunks) {
      moved += bytes.length
      deadline.rest()
      yield bytes
      deadline.throwIfPassed()
      if (moved < movement) deadline.goOn()
      else {
        moved = 0
        deadline.enter('stall')
      }
    }
  } catch (error) {
    throw failure(error)
  } finally {
    close()
  }
}
