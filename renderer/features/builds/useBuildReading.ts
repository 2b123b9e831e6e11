import type { JobSnapshot } from '@shared/job'
import { useEffect, useRef, useState } from 'react'
import { type BuildReader, type BuildReading, buildReader } from './buildReader'
import { stampOf } from './builds.logic'

/** What the page has of a build; it asks for more whenever the job says that there is more. */
export function useBuildReading(job: JobSnapshot): BuildReading {
  const [reading, setReading] = useState<BuildReading>({})
  const reader = useRef<BuildReader>(undefined)
  useEffect(() => {
    const own = buildReader(job.id, setReading)
    reader.current = own
    own.ask()
    return () => own.stop()
  }, [job.id])
  const stamp = stampOf(job)
  useEffect(() => {
    if (stamp !== '') reader.current?.ask()
  }, [stamp])
  return reading
}
