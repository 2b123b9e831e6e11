import { useEffect, useState } from 'react'
import { strata, unwrap } from '../../api'
import { appendLog, emptyLog, type LogView } from './log.logic'

/** Reads on whenever a snapshot says that there are more lines. Keyed by the job: mount it anew for another. */
export function useJobLog(id: string, logLines: number): LogView {
  const [log, setLog] = useState(emptyLog)
  const { next } = log
  useEffect(() => {
    if (next >= logLines) return
    let current = true
    unwrap(strata().jobs.log({ id, from: next })).then(
      (answer) => {
        if (current) setLog((view) => appendLog(view, answer))
      },
      // The job was dismissed meanwhile: what was read stays.
      () => undefined,
    )
    return () => {
      current = false
    }
  }, [id, next, logLines])
  return log
}
