import { EventEmitter } from 'node:events'
import { MessageChannel } from 'node:worker_threads'
import type { Ops } from '../../../../main/contents/worker/calls'
import type { WorkerThread } from '../../../../main/contents/worker/client'
import { serve } from '../../../../main/contents/worker/serve'

/** The worker's side in this very thread, behind a real port: values are cloned and ports move as between threads. */
export function workerInside(ops: Ops): WorkerThread & { readonly die: (error: Error) => void } {
  const { port1, port2 } = new MessageChannel()
  const emitter = new EventEmitter()
  serve(port2, ops)
  port1.on('message', (message: unknown) => emitter.emit('message', message))
  const end = () => {
    port1.close()
    port2.close()
  }
  return Object.assign(emitter, {
    postMessage: (value: unknown, transfer: readonly import('node:worker_threads').Transferable[] = []) =>
      port1.postMessage(value, transfer),
    terminate: async () => {
      end()
      return await Promise.resolve(0)
    },
    unref: () => undefined,
    die: (error: Error) => {
      end()
      emitter.emit('error', error)
      emitter.emit('exit', 1)
    },
  })
}
