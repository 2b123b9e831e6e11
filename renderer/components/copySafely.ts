import { exportText } from '@shared/text'
import type { ClipboardEvent } from 'react'

/** `onCopy` of output: what is selected goes to the clipboard as plain text that acts on nobody. */
export function copySafely(event: ClipboardEvent): void {
  const selected = window.getSelection()?.toString() ?? ''
  if (selected === '') return
  event.preventDefault()
  event.clipboardData.setData('text/plain', exportText(selected))
}
