import type { BuildView } from '@shared/domain/build'
import { useState } from 'react'
import { useNow } from '../../../components'
import { clockOffset, latestStamp, spanOf } from './steps.logic'

/** How far our clock is ahead of the engine's, in ms, as well as a build that runs tells. */
export function useEngineClock(view: BuildView, running: boolean, startedAt: number | undefined): number {
  const now = useNow(running ? 'second' : 'minute')
  const [lag, setLag] = useState<number>()
  const stamp = running ? latestStamp(view) : undefined
  const seen = stamp === undefined ? undefined : now - stamp
  const least = seen === undefined ? lag : Math.min(lag ?? seen, seen)
  if (least !== lag) setLag(least)
  if (least === undefined) return 0
  const { first } = spanOf(view)
  return clockOffset({
    lag: least,
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(first === undefined ? {} : { first }),
  })
}
