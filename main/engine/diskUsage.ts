import { setTimeout as sleep } from 'node:timers/promises'
import { AppFailure } from '@shared/errors'

/** Someone else's `docker system df` may run on the engine: 20.10 then refuses ours (limits.md A51). */
const busyWaitMs = 250
const busyTries = 40

/**
 * 28.5 with the containerd store sums up snapshots one by one, and fails when BuildKit lets one of its passing ones go meanwhile
 * ("snapshot ...-view does not exist"). Of a list that is the only 404.
 */
const vanishedTries = 20

type Turn<T> = {
  readonly controller: AbortController
  readonly result: Promise<T>
  waiting: number
}

/**
 * Asks `/system/df` one at a time, since 20.10 fails on two. Who comes while one runs waits for the next, which all
 * of them share: an answer never describes a time before it was asked for.
 */
export class DiskUsageQueue<T> {
  readonly #ask: (signal: AbortSignal) => Promise<T>
  #running: Promise<unknown> | undefined
  #next: Turn<T> | undefined

  constructor(ask: (signal: AbortSignal) => Promise<T>) {
    this.#ask = ask
  }

  async get(signal: AbortSignal | undefined): Promise<T> {
    signal?.throwIfAborted()
    this.#next ??= this.#queue()
    const turn = this.#next
    turn.waiting += 1
    return await new Promise((resolve, reject) => {
      const leave = () => {
        turn.waiting -= 1
        if (turn.waiting === 0) this.#giveUp(turn, signal?.reason)
        reject(signal?.reason)
      }
      signal?.addEventListener('abort', leave, { once: true })
      turn.result.then(resolve, reject).finally(() => signal?.removeEventListener('abort', leave))
    })
  }

  /** Nobody waits for it any more; who comes now shall not join it. */
  #giveUp(turn: Turn<T>, reason: unknown): void {
    if (this.#next === turn) this.#next = undefined
    turn.controller.abort(reason)
  }

  #queue(): Turn<T> {
    const controller = new AbortController()
    const before = this.#running ?? Promise.resolve()
    const result = before.then(async () => {
      if (this.#next?.controller === controller) this.#next = undefined
      return await this.#patiently(controller.signal)
    })
    const over = result.then(
      () => {},
      () => {},
    )
    this.#running = over
    void over.then(() => {
      if (this.#running === over) this.#running = undefined
    })
    return { controller, result, waiting: 0 }
  }

  async #patiently(signal: AbortSignal): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      try {
        signal.throwIfAborted()
        return await this.#ask(signal)
      } catch (error) {
        if (tries >= triesAfter(error)) throw error
        await sleep(busyWaitMs, undefined, { signal })
      }
    }
  }
}

function triesAfter(error: unknown): number {
  if (!(error instanceof AppFailure)) return 1
  const { code, params } = error.error
  if (code === 'ENGINE_BUSY') return busyTries
  return code === 'ENGINE_ERROR' && params?.status === 404 ? vanishedTries : 1
}
