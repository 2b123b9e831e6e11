import { Undo2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from './Button'
import { useNow } from './useNow'

/** Confirmed but not begun: counts down to `until` (ms), and can be taken back whole. */
export function UndoBar(props: {
  readonly text: string
  readonly until: number
  readonly onUndo: () => void
  readonly onRunNow?: () => void
}) {
  const { t } = useTranslation()
  const seconds = Math.max(0, Math.ceil((props.until - useNow('second')) / 1000))
  return (
    <div role="status" className="flex min-w-0 items-center gap-2">
      <span className="clip min-w-0 flex-1">{props.text}</span>
      <span className="text-sm whitespace-nowrap text-muted" aria-hidden>
        {t('undoIn', { count: seconds })}
      </span>
      {props.onRunNow === undefined ? null : (
        <Button size="small" variant="ghost" onClick={props.onRunNow}>
          {t('runNow')}
        </Button>
      )}
      <Button size="small" icon={Undo2} onClick={props.onUndo}>
        {t('undo')}
      </Button>
    </div>
  )
}
