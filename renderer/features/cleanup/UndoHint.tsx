import { useTranslation } from 'react-i18next'
import { useSettings } from '../../api'

/** What happens after the click: nothing, for as long as it can be undone. */
export function UndoHint() {
  const { t } = useTranslation('cleanup')
  const { undoSeconds } = useSettings()
  return (
    <p className="m-0 text-sm text-muted">
      {undoSeconds === 0 ? t('undoNone') : t('undoHint', { count: undoSeconds })}
    </p>
  )
}
