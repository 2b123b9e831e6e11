/** Values from one who pushes to one who pulls, one at a time: nothing gathers in between. */
export type Handoff<T> = AsyncIterable<T> & {
  /** Resolves when the value was taken and the next is wanted. @throws what the taker's end was, once it takes no more */
  push(value: T): Promise<void>
  end(): void
  fail(error: unknown): void
}

export function handoff<T>(): Handoff<T> {
  let waiting: { readonly value: T; readonly taken: () => void } | undefined
  let state: 'open' | 'ended' | 'left' | { readonly error: unknown } = 'open'
  let wake = () => {}
  let refuse: (error: Error) => void = () => {}
  const left = () => new Error('nobody takes it any more')

  async function* take(): AsyncGenerator<T, void> {
    try {
      for (;;) {
        if (waiting !== undefined) {
          const { value, taken } = waiting
          waiting = undefined
          yield value
          taken()
        } else if (typeof state === 'object') throw state.error
        else if (state === 'ended') return
        else {
          await new Promise<void>((resolve) => {
            wake = resolve
          })
        }
      }
    } finally {
      state = 'left'
      refuse(left())
    }
  }
  return {
    [Symbol.asyncIterator]: take,
    async push(value) {
      if (state === 'left') throw left()
      await new Promise<void>((resolve, reject) => {
        waiting = { value, taken: resolve }
        refuse = reject
        wake()
      })
    },
    end() {
      if (state === 'open') state = 'ended'
      wake()
    },
    fail(error) {
      if (state === 'open') state = { error }
      wake()
    },
  }
}
