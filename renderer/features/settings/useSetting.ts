import type { SettingsPatch } from '@shared/settings'
import { errorOf, useChangeSettings } from '../../api'
import { showToast, useErrorText } from '../../components'

/** Applies a change at once; when main can't keep it, the old value comes back and it is said. */
export function useSetting(): (change: SettingsPatch) => void {
  const { mutate } = useChangeSettings()
  const errorText = useErrorText()
  return (change) =>
    mutate(change, {
      onError: (cause) => showToast({ tone: 'danger', text: errorText(errorOf(cause)).sentence }),
    })
}
