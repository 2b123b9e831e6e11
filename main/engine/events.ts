import { AppFailure, appError } from '@shared/errors'
import type { EngineEvent } from '../ports/engineClient'
import { jsonLines } from '../streams/lines'
import type { EngineHttp, OpenAnswer } from './http/engineHttp'
import type { Query } from './http/transport'
import { readEvent } from './records/event'

const filters = JSON.stringify({ type: ['image', 'container', 'builder'] })

export type EventsOptions = {
  /** Milliseconds since the epoch, by the engine's clock: its last 256 events from then on come first. */
  readonly since?: number
  readonly signal: AbortSignal
}

/**
 * Resolves when the engine has answered the request for events: from then on none is missed if `since` was a time
 * before (the engine answers first and subscribes then). The iterable ends with the signal and throws AppFailure
 * ENGINE_LOST when the stream breaks; an end without an abort is a break.
 */
export async function openEvents(
  http: EngineHttp,
  options: EventsOptions,
): Promise<AsyncIterable<EngineEvent>> {
  const { since, signal } = options
  const query: Query = since === undefined ? { filters } : { filters, since: seconds(since) }
  return read(await http.open({ path: '/events', query, signal }), signal)
}

/** A request that the engine ends by itself: what it remembers of the time from `since` until `until`. */
export async function pastEvents(
  http: EngineHttp,
  options: { readonly since: number; readonly until: number; readonly signal: AbortSignal | undefined },
): Promise<readonly EngineEvent[]> {
  const { since, until, signal } = options
  const query: Query = { filters, since: seconds(since), until: seconds(until) }
  const answer = await http.open({ path: '/events', query, signal })
  const found: EngineEvent[] = []
  try {
    for await (const line of jsonLines(answer.chunks)) {
      const event = readEvent(line)
      if (event !== undefined) found.push(event)
    }
    if (!answer.isWhole()) throw new AppFailure(appError('ENGINE_LOST', {}, { retryable: true }))
    return found
  } catch (error) {
    throw answer.explain(error)
  } finally {
    answer.end()
  }
}

async function* read(answer: OpenAnswer, signal: AbortSignal): AsyncGenerator<EngineEvent, void> {
  try {
    for await (const line of jsonLines(answer.chunks)) {
      const event = readEvent(line)
      if (event !== undefined) yield event
    }
    throw new AppFailure(
      appError('ENGINE_LOST', {}, { detail: 'the stream of events ended', retryable: true }),
    )
  } catch (error) {
    if (signal.aborted) return
    throw answer.explain(error)
  } finally {
    answer.end()
  }
}

/** The engine takes seconds with nine decimals. */
function seconds(ms: number): string {
  const whole = Math.floor(ms / 1000)
  return `${whole}.${String(Math.floor(ms - whole * 1000)).padStart(3, '0')}000000`
}
