import type { EventEmitter } from 'node:events'
import type { Transferable } from 'node:worker_threads'
import { AppFailure, appError } from '@shared/errors'
import type { FromWorker, OpInput, OpOutput, ReadProgress, ToWorker } from './calls'
import { thrown } from './failure'

/** What is used of a `Worker` of node:worker_threads. */
export type WorkerThread = Pick<EventEmitter, 'on' | 'once' | 'removeAllListeners'> & {
  postMessage(value: unknown, transfer?: readonly Transferable[]): void
  terminate(): Promise<number>
  unref(): void
}

export type CallOptions = {
  readonly signal: AbortSignal
  readonly progress?: (progress: ReadProgress) => void
  /** Ports in the input. */
  readonly transfer?: readonly Transferable[]
}

type Pending = {
  readonly resolve: (value: unknown) => void
  readonly reject: (reason: unknown) => void
  readonly signal: AbortSignal
  readonly progress: ((progress: ReadProgress) => void) | undefined
}

/**
 * The worker from the main thread's side: started at the first call, ended by `close`. When it dies by itself all calls
 * fail with INTERNAL, `died` is told, and the next call starts a new one that knows nothing of before.
 */
export class WorkerClient<T> {
  readonly #pending = new Map<number, Pending>()
  #worker: WorkerThread | undefined
  #count = 0

  constructor(
    private readonly spawn: () => WorkerThread,
    private readonly died: (error: unknown) => void,
  ) {}

  async call<K extends keyof T & string>(
    op: K,
    input: OpInput<T, K>,
    { signal, progress, transfer = [] }: CallOptions,
  ): Promise<OpOutput<T, K>> {
    signal.throwIfAborted()
    const worker = this.#running()
    this.#count += 1
    const id = this.#count
    const cancel = () => worker.postMessage({ type: 'cancel', id } satisfies ToWorker)
    signal.addEventListener('abort', cancel, { once: true })
    try {
      const answer = await new Promise<unknown>((resolve, reject) => {
        this.#pending.set(id, { resolve, reject, signal, progress })
        worker.postMessage({ type: 'call', id, op, input } satisfies ToWorker, transfer)
      })
      // The one cast: the worker's operations have the same type.
      return answer as OpOutput<T, K>
    } finally {
      signal.removeEventListener('abort', cancel)
      this.#pending.delete(id)
    }
  }

  async close(): Promise<void> {
    const worker = this.#worker
    this.#worker = undefined
    worker?.removeAllListeners('exit')
    await worker?.terminate()
    this.#failAll(new DOMException('the app is closing', 'AbortError'))
  }

  #running(): WorkerThread {
    if (this.#worker !== undefined) return this.#worker
    const worker = this.spawn()
    this.#worker = worker
    worker.on('message', (message: FromWorker) => this.#hear(message))
    let cause: unknown
    worker.once('error', (error) => {
      cause = error
    })
    worker.once('exit', () => {
      if (this.#worker === worker) this.#worker = undefined
      this.#failAll(new AppFailure(appError('INTERNAL', { id: 'worker' }, { retryable: true }), cause))
      this.died(cause)
    })
    worker.unref()
    return worker
  }

  #hear(message: FromWorker): void {
    const pending = this.#pending.get(message.id)
    if (pending === undefined) return
    if (message.type === 'progress') pending.progress?.(message.value)
    else if (message.type === 'done') pending.resolve(message.value)
    else pending.reject(thrown(message.failure, pending.signal))
  }

  #failAll(reason: unknown): void {
    for (const { reject } of this.#pending.values()) reject(reason)
    this.#pending.clear()
  }
}
