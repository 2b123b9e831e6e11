import { useTranslation } from 'react-i18next'
import { type ComparedHandles, errorOf, strata, unwrap } from '../../api'
import { showToast, useErrorText } from '../../components'

export type ExportFormat = 'text' | 'json'

/** Asks where, then main writes every difference. */
export function useExport(handles: ComparedHandles | undefined): (format: ExportFormat) => void {
  const { t } = useTranslation('compare')
  const errorText = useErrorText()
  return (format) => {
    if (handles === undefined) return
    void unwrap(strata().compare.export({ ...handles, format })).then(
      ({ saved, path = '' }) => {
        if (saved) showToast({ text: t('exported', { path }), tone: 'ok' })
      },
      (cause: unknown) => {
        const { sentence, advice } = errorText(errorOf(cause))
        showToast({ text: `${sentence} ${advice}`, tone: 'danger' })
      },
    )
  }
}
