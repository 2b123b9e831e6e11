import type { EngineStatus } from '@shared/domain/engine'
import { useTranslation } from 'react-i18next'
import { formatSpan, useNow, visibleText } from '../../components'

/** The one sentence that is drawn anew each second; a screen reader is told the one beside it, once. */
export function SinceLost({ status }: { readonly status: EngineStatus }) {
  const { t, i18n } = useTranslation('engine')
  const now = useNow('second')
  const { state, endpoint } = status
  if (state.type !== 'lost') return null
  return t(state.engine === undefined ? 'notReached' : 'lost', {
    name: visibleText(endpoint.name),
    span: formatSpan(now - state.since),
    time: new Intl.DateTimeFormat(i18n.language, { timeStyle: 'medium' }).format(state.since),
  })
}
