import { RotateCw, Unplug } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useEngine } from '../../api'
import { Button, useErrorText } from '../../components'
import { dialogs } from '../frame'
import { retryEngine } from './retryEngine'
import { SinceLost } from './SinceLost'

/** Shown while the engine is lost and something from before is on screen; goes by itself when it is back. */
export function EngineBanner() {
  const { t } = useTranslation('engine')
  const errorText = useErrorText()
  const status = useEngine().data
  if (status?.state.type !== 'lost') return null
  const { error } = status.state
  return (
    <section
      aria-label={t('title')}
      className="flex shrink-0 items-start gap-2 border-b border-line bg-warn-soft px-3 py-2"
    >
      <Unplug size={16} aria-hidden className="mt-0.5 shrink-0 text-warn" />
      <div className="min-w-0 flex-1 [overflow-wrap:anywhere]">
        <p className="m-0 font-semibold">
          <SinceLost status={status} />
        </p>
        <p role="status" className="m-0">
          {errorText(error).sentence} {t('lostAdvice')}
        </p>
      </div>
      <Button icon={RotateCw} onClick={retryEngine}>
        {t('retry', { ns: 'common' })}
      </Button>
      <Button onClick={() => dialogs.open({ type: 'engines' })}>{t('choose')}</Button>
    </section>
  )
}
