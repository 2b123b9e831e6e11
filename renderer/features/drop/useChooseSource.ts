import { useCallback } from 'react'
import { errorOf, strata, unwrap } from '../../api'
import { showToast, useErrorText } from '../../components'
import { navigation } from '../frame'

/** Asks the system's own dialog; nothing happens when it is closed. */
export function useChooseSource(): (kind: 'folder' | 'dockerfile') => void {
  const words = useErrorText()
  return useCallback(
    (kind) =>
      void unwrap(strata().builds.choose({ kind })).then(
        ({ chosen }) => (chosen === undefined ? undefined : navigation.openBuildForm(chosen)),
        (cause: unknown) => showToast({ text: words(errorOf(cause)).sentence, tone: 'danger' }),
      ),
    [words],
  )
}
