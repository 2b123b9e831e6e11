import { useCallback, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { type ComparedHandles, errorOf, strata, unwrap } from '../../api'
import { showToast, useErrorText } from '../../components'

export type ExportFormat = 'text' | 'json'

/** Asks where, then main writes every difference. Undefined while there is nothing to compare. */
export function useExport(
  handles: ComparedHandles | undefined,
): ((format: ExportFormat) => void) | undefined {
  const { t } = useTranslation('compare')
  const errorText = useErrorText()
  const latest = useRef({ handles, errorText })
  useEffect(() => {
    latest.current = { handles, errorText }
  })
  const save = useCallback(
    (format: ExportFormat): void => {
      const sides = latest.current.handles
      if (sides === undefined) return
      void unwrap(strata().compare.export({ ...sides, format })).then(
        ({ saved, path = '' }) => {
          if (saved) showToast({ text: t('exported', { path }), tone: 'ok' })
        },
        (cause: unknown) => {
          const { sentence, advice } = latest.current.errorText(errorOf(cause))
          showToast({ text: `${sentence} ${advice}`, tone: 'danger' })
        },
      )
    },
    [t],
  )
  return handles === undefined ? undefined : save
}
