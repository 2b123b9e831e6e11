import { useCallback } from 'react'
import { showToast, useErrorText } from '../../components'
import { openImageFile } from '../frame'

/** Asks the system's own dialog; a failure is told by a toast. */
export function useOpenImageFile(): (kind: 'archive' | 'layout') => void {
  const errorText = useErrorText()
  return useCallback(
    (kind) =>
      openImageFile(kind, (error) => {
        const { sentence, advice } = errorText(error)
        showToast({ text: `${sentence} ${advice}`, tone: 'danger' })
      }),
    [errorText],
  )
}
