import type { LedgerGap } from '@shared/domain/ledger'
import type { EngineEvent } from '../ports/engineClient'
import type { Tail, WatchMark } from './ledgerFile'

/** What tells one event from the others of its millisecond. */
export function tailOf(event: EngineEvent): Tail {
  const about =
    event.type === 'container'
      ? event.containerId
      : event.type === 'image'
        ? `${event.imageId ?? ''} ${(event.reference ?? '').slice(0, 512)}`
        : ''
  return { time: event.time, key: `${event.type} ${event.action.slice(0, 64)} ${about}` }
}

/**
 * What was missed since the mark. An engine remembers its last events without a hole, in memory only: where the last
 * event that was taken in is among them, nothing was missed; where it is not, all before the oldest of them was. The
 * same holds after a restart of the engine, which forgets all.
 * @param past undefined when the engine would not tell
 */
export function gapSince(
  mark: WatchMark | undefined,
  past: readonly EngineEvent[] | undefined,
  { now, local }: { readonly now: number; readonly local: (time: number) => number },
): LedgerGap | undefined {
  const tail = mark?.tail
  if (tail !== undefined && past?.some((event) => sameTail(tailOf(event), tail)) === true) return undefined
  const oldest = past?.[0]
  const to = oldest === undefined ? now : local(oldest.time)
  if (mark === undefined) return { to }
  // A clock that was set back: nothing can be said of the time before.
  return { from: Math.min(mark.until, to), to: Math.max(mark.until, to) }
}

function sameTail(a: Tail, b: Tail): boolean {
  return a.time === b.time && a.key === b.key
}
