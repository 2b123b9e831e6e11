import type { AppError } from '@shared/errors'
import { errorOf, strata, unwrap } from '../../api'
import { dialogs } from './dialogs'

/** Asks for a file, then shows what is in it. From an event handler; `failed` says what went wrong. */
export function openArchive(intent: 'load' | 'import', failed: (error: AppError) => void = () => {}): void {
  void unwrap(strata().files.chooseArchive()).then(
    ({ file }) => file !== undefined && dialogs.open({ type: 'load', file, intent }),
    (cause: unknown) => failed(errorOf(cause)),
  )
}
