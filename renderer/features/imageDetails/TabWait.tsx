import type { AppError } from '@shared/errors'
import { ErrorState } from '../../components'

/** A tab that has no data yet: why, or that it is on its way. */
export function TabWait(props: {
  readonly error: AppError | undefined
  readonly loading: boolean
  readonly text: string
  readonly onRetry: () => void
}) {
  const { error, loading, text, onRetry } = props
  if (error !== undefined)
    return (
      <div className="p-3">
        <ErrorState error={error} onRetry={onRetry} compact />
      </div>
    )
  return loading ? <p className="m-0 p-3 text-muted">{text}</p> : null
}
