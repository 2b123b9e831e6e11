/** Runs `work` on every item, at most `width` at a time; the first throw stops the rest from starting. */
export async function inParallel<T>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queue = items.values()
  let failed = false
  const worker = async (): Promise<void> => {
    for (const item of queue) {
      if (failed) return
      try {
        await work(item)
      } catch (cause) {
        failed = true
        throw cause
      }
    }
  }
  const results = await Promise.allSettled(Array.from({ length: Math.min(width, items.length) }, worker))
  for (const result of results) if (result.status === 'rejected') throw result.reason
}

/** Requests in flight that an engine answers faster than one by one (limits.md B6). */
export function widthOf(store: 'classic' | 'containerd'): number {
  return store === 'classic' ? 8 : 4
}
