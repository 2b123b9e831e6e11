import type { TagPreview } from '@shared/domain/tagging'
import type { AppError } from '@shared/errors'
import { useEffect, useState } from 'react'
import { useTagPreview } from '../../../api'

const idleMs = 150

export type TagCheck = {
  readonly preview: TagPreview | undefined
  readonly error: AppError | undefined
  /** True while what is shown belongs to an older text: the latest typed always wins. */
  readonly isStale: boolean
  readonly again: () => void
}

/** What the typed name would do, asked when the typing pauses. */
export function useTagCheck(imageId: string, typed: string): TagCheck {
  const [settled, setSettled] = useState(typed)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(typed), idleMs)
    return () => clearTimeout(timer)
  }, [typed])
  const { data, error, refreshing, retry } = useTagPreview(imageId, settled)
  return { preview: data, error, isStale: settled !== typed || refreshing, again: retry }
}
