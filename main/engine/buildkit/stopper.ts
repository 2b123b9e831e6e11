import { type EngineAddress, requestApart } from './engineHttp'

/** An engine that does not stop within this time is left to itself. */
const patienceMs = 5_000
/** The engine forgets a cancel that comes before it knows the build. */
const againMs = 250

/** Stops one build. */
export type Stopper = {
  stop(reason: unknown): void
  /** The answer has ended: nothing more to stop. */
  over(): void
}

/**
 * BuildKit is asked to stop (`POST /build/cancel`, API 1.39 on) and its answer read to the end, which says whether it
 * stopped in time: past a point, an engine whose client just hangs up writes and tags the image all the same. The
 * classic builder knows no such request; there, hanging up is all.
 * @param buildId undefined for the classic builder
 */
export function stopperOf(
  address: EngineAddress,
  apiVersion: string,
  buildId: string | undefined,
  ending: AbortController,
): Stopper {
  let again: ReturnType<typeof setInterval> | undefined
  let patience: ReturnType<typeof setTimeout> | undefined
  let asking = false
  const ask = async (): Promise<void> => {
    // An engine that hangs answers none of them: one that waits is enough.
    if (asking) return
    asking = true
    const path = `/v${apiVersion}/build/cancel?id=${buildId}`
    const answer = await requestApart(address, { method: 'POST', path, signal: ending.signal })
    answer.resume()
    asking = false
    if (answer.statusCode !== 200) throw new Error(`the engine answered ${answer.statusCode} to a cancel`)
  }
  return {
    stop(reason) {
      if (buildId === undefined) {
        ending.abort(reason)
        return
      }
      const tell = () => void ask().catch(() => ending.abort(reason))
      tell()
      again = setInterval(tell, againMs)
      patience = setTimeout(() => ending.abort(reason), patienceMs)
    },
    over() {
      clearInterval(again)
      clearTimeout(patience)
    },
  }
}
