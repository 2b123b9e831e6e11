import { useTranslation } from 'react-i18next'
import { Button } from '../../../components'
import type { RemovalSummary } from './choice.logic'

/** Says what it does, never has the focus by itself, and does nothing while nothing would go. */
export function SubmitRemoval(props: {
  readonly summary: RemovalSummary
  readonly disabled: boolean
  readonly onSubmit: () => void
}) {
  const { t } = useTranslation('cleanup')
  const { deleted, untagged } = props.summary
  const label =
    deleted + untagged === 0
      ? t('remove.submitNone')
      : untagged === 0
        ? t('remove.submit', { count: deleted })
        : deleted === 0
          ? t('remove.submitUntag', { count: untagged })
          : t('remove.submitBoth', { deleted, untagged })
  return (
    <Button variant="danger" disabled={props.disabled || deleted + untagged === 0} onClick={props.onSubmit}>
      {label}
    </Button>
  )
}
