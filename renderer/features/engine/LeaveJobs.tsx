import { useTranslation } from 'react-i18next'
import { Button, visibleText, Warning } from '../../components'

/** Asked before an engine is left on which something still runs; when that has ended meanwhile, it says so. */
export function LeaveJobs(props: {
  readonly count: number
  readonly from: string
  readonly to: string
  readonly onStay: () => void
  readonly onLeave: () => void
}) {
  const { t } = useTranslation('engine')
  const { count, onStay, onLeave } = props
  const words = { from: visibleText(props.from), to: visibleText(props.to) }
  return (
    <Warning>
      <p className="m-0">{count === 0 ? t('leave.over', words) : t('leave.text', { count, ...words })}</p>
      <div className="mt-2 flex gap-2">
        <Button size="small" autoFocus onClick={onStay}>
          {t('leave.stay')}
        </Button>
        <Button size="small" variant={count === 0 ? 'primary' : 'danger'} onClick={onLeave}>
          {count === 0 ? t('leave.switch') : t('leave.submit', { count })}
        </Button>
      </div>
    </Warning>
  )
}
