import type { BuildStep } from '@shared/domain/build'
import { type RefObject, useEffect, useRef } from 'react'

/** Keeps the step that runs in sight until someone scrolls up; back at the end it goes on. Gives the `onScroll`. */
export function useFollowSteps(
  box: RefObject<HTMLElement | null>,
  steps: readonly BuildStep[],
  running: boolean,
): () => void {
  const follow = useRef(true)
  const top = useRef(0)
  const last = steps.findLast(({ state }) => state === 'running')?.id
  useEffect(() => {
    if (!running || !follow.current || last === undefined) return
    const rows = [...(box.current?.querySelectorAll<HTMLElement>('[data-step-row]') ?? [])]
    rows.find((row) => row.dataset['stepRow'] === last)?.scrollIntoView({ block: 'nearest' })
  }, [box, last, running])
  return () => {
    const element = box.current
    if (element === null) return
    const up = element.scrollTop < top.current
    top.current = element.scrollTop
    const atEnd = element.scrollHeight - element.scrollTop - element.clientHeight < 24
    if (atEnd) follow.current = true
    else if (up) follow.current = false
  }
}
