import { RotateCw, Unplug } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useEngine } from '../../api'
import { Button, cx, useErrorText } from '../../components'
import { dialogs } from '../frame'
import { retryEngine } from './retryEngine'
import { SinceLost } from './SinceLost'

/**
 * Shown while the engine is lost and something from before is on screen; goes by itself when it is back. `brief`: one line,
 * where most is done without an engine.
 */
export function EngineBanner({ brief = false }: { readonly brief?: boolean }) {
  const { t } = useTranslation('engine')
  const errorText = useErrorText()
  const status = useEngine().data
  if (status?.state.type !== 'lost') return null
  const words = `${errorText(status.state.error).sentence} ${t('lostAdvice')}`
  return (
    <section
      aria-label={t('title')}
      className={cx(
        'flex shrink-0 gap-2 border-b border-line bg-warn-soft px-3',
        brief ? 'items-center py-1' : 'items-start py-2',
      )}
    >
      <Unplug size={16} aria-hidden className={cx('shrink-0 text-warn', !brief && 'mt-0.5')} />
      <div
        className={cx('min-w-0 flex-1', brief ? 'flex gap-2' : '[overflow-wrap:anywhere]')}
        data-tip={brief ? words : undefined}
      >
        <p className="m-0 shrink-0 font-semibold">
          <SinceLost status={status} />
        </p>
        <p role="status" className={cx('m-0', brief && 'clip')}>
          {words}
        </p>
      </div>
      <Button size={brief ? 'small' : 'medium'} icon={RotateCw} onClick={retryEngine}>
        {t('retry', { ns: 'common' })}
      </Button>
      <Button size={brief ? 'small' : 'medium'} onClick={() => dialogs.open({ type: 'engines' })}>
        {t('choose')}
      </Button>
    </section>
  )
}
