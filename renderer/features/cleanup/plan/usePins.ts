import { errorOf, useChangeSettings, useSettings } from '../../../api'
import { showToast, useErrorText } from '../../../components'

export type Pins = { readonly add: (pin: string) => void; readonly remove: (pin: string) => void }

/** Pins are settings: they hold for every cleanup. */
export function usePins(): Pins {
  const { pins } = useSettings()
  const { mutate } = useChangeSettings()
  const errorText = useErrorText()
  const set = (next: string[]): void =>
    mutate(
      { pins: next },
      { onError: (cause) => showToast({ tone: 'danger', text: errorText(errorOf(cause)).sentence }) },
    )
  return {
    add: (pin) => set([...pins.filter((one) => one !== pin), pin]),
    remove: (pin) => set(pins.filter((one) => one !== pin)),
  }
}
