import type { MessagePort } from 'node:worker_threads'
import type { FromWorker, Ops, ReadProgress, ToWorker } from './calls'
import { failureOf } from './failure'

/** Least time between two reports of one call, in ms. */
const everyMs = 80

/** Answers calls on the worker's side; each can be cancelled, none stops another. */
export function serve(port: Pick<MessagePort, 'on' | 'postMessage'>, ops: Ops): void {
  const running = new Map<number, AbortController>()
  const send = (message: FromWorker) => port.postMessage(message)
  port.on('message', (message: ToWorker) => {
    if (message.type === 'cancel') {
      running.get(message.id)?.abort(new DOMException('the caller gave up', 'AbortError'))
      return
    }
    void answer(message)
  })

  async function answer({ id, op, input }: Extract<ToWorker, { type: 'call' }>): Promise<void> {
    const abort = new AbortController()
    const { signal } = abort
    running.set(id, abort)
    const narrator = throttled((value) => send({ type: 'progress', id, value }))
    try {
      const run = ops[op]
      if (run === undefined) throw new Error(`no such call: ${op}`)
      // The one cast: `AnalystClient.call` has checked the input against the same type.
      const value: unknown = await run(input as never, { signal, progress: narrator.report })
      narrator.flush()
      send({ type: 'done', id, value })
    } catch (error) {
      send({ type: 'failed', id, failure: failureOf(error, signal) })
    } finally {
      running.delete(id)
    }
  }
}

/** The last report is always sent. */
function throttled(send: (progress: ReadProgress) => void): {
  readonly report: (progress: ReadProgress) => void
  readonly flush: () => void
} {
  let sentAt = 0
  let held: ReadProgress | undefined
  const flush = () => {
    if (held !== undefined) send(held)
    held = undefined
    sentAt = performance.now()
  }
  return {
    flush,
    report: (progress) => {
      held = progress
      if (performance.now() - sentAt >= everyMs) flush()
    },
  }
}
