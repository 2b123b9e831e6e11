import type { ContainerUse } from '@shared/domain/image'
import type { AppError } from '@shared/errors'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { errorOf, strata, unwrap } from '../../api'
import { Button, Checkbox, CommandLine, ErrorState, showToast, visibleText, Warning } from '../../components'
import { Dialog } from '../../components/Dialog'

/** One container, by its name; one that Strata did not start has to be named on purpose. */
export function ContainerDialog(props: {
  readonly action: 'stop' | 'remove'
  readonly container: ContainerUse
  readonly onClose: () => void
}) {
  const { t } = useTranslation('run')
  const { action, container, onClose } = props
  const isForeign = container.own !== true
  const name = visibleText(container.name)
  const [agreed, setAgreed] = useState(!isForeign)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<AppError>()
  const act = (): void => {
    setBusy(true)
    setError(undefined)
    const input = { container: container.id, named: isForeign && agreed }
    const { runs } = strata()
    const work = action === 'stop' ? unwrap(runs.stop(input)) : unwrap(runs.remove(input))
    work.then(
      () => {
        showToast({
          text: t(action === 'stop' ? 'container.stopped' : 'container.removed', { name }),
          tone: 'ok',
        })
        onClose()
      },
      (cause: unknown) => {
        setError(errorOf(cause))
        setBusy(false)
      },
    )
  }
  return (
    <Dialog
      title={t(action === 'stop' ? 'container.stopTitle' : 'container.removeTitle', { name })}
      width="small"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose} data-safe>
            {t('cancel')}
          </Button>
          <Button variant={action === 'stop' ? 'primary' : 'danger'} disabled={!agreed || busy} onClick={act}>
            {busy ? t('container.working') : t(`container.${action}`)}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3 pb-3">
        <p className="m-0">
          {t(action === 'stop' ? 'container.stopText' : 'container.removeText')}{' '}
          {action === 'remove' && container.running ? t('container.removeRunning') : null}
        </p>
        {isForeign ? (
          <Warning>
            {t('container.foreign')}
            <Checkbox checked={agreed} onChange={setAgreed} label={t('container.confirm', { name })} />
          </Warning>
        ) : null}
        <CommandLine
          command={
            action === 'stop'
              ? `docker stop ${container.name}`
              : `docker rm --force --volumes ${container.name}`
          }
        />
        {error === undefined ? null : <ErrorState error={error} compact />}
      </div>
    </Dialog>
  )
}
