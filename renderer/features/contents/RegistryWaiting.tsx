import { Hourglass } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useRegistryWait } from '../../api'
import { useNow } from '../../components'

/** What a registry asks for while it is read: how long that is still, and what can be done (`action`). */
export function RegistryWaiting(props: {
  readonly reference: string | undefined
  readonly action?: ReactNode
}) {
  const { t } = useTranslation('contents')
  const wait = useRegistryWait(props.reference)
  const now = useNow('second')
  const seconds = wait === undefined ? 0 : Math.ceil((wait.until - now) / 1000)
  if (wait === undefined || seconds <= 0) return null
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Hourglass size={16} aria-hidden className="shrink-0 text-faint" />
      <span role="status">{t(`wait.${wait.reason}`)}</span>
      <span role="timer" className="text-muted">
        {t('wait.left', { count: seconds })}
      </span>
      {props.action}
    </div>
  )
}
