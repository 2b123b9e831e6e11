import type { Endpoint } from '@shared/domain/engine'
import { Check, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Badge, Button, cx, IconButton, Mono, Untrusted, useErrorText, visibleText } from '../../components'

/** Unencrypted is the user's to decide; any other problem can't be chosen away. */
export function isBarred(endpoint: Endpoint): boolean {
  return endpoint.problem !== undefined && endpoint.problem.code !== 'ENDPOINT_INSECURE'
}

export function EndpointItem(props: {
  readonly endpoint: Endpoint
  readonly active: boolean
  readonly busy: boolean
  readonly onUse: () => void
  /** Present once an unsafe one was chosen: using it needs this second word. */
  readonly onUseAnyway: (() => void) | undefined
  readonly onForget: (() => void) | undefined
}) {
  const { endpoint, active, busy, onUse, onUseAnyway, onForget } = props
  const { t } = useTranslation('engine')
  const problem = useErrorText()
  return (
    <li className="flex items-center border-b border-line last:border-b-0">
      <button
        type="button"
        aria-current={active}
        disabled={busy || isBarred(endpoint)}
        onClick={onUse}
        className={cx(
          'flex min-w-0 flex-1 items-start gap-2 px-3 py-2 text-left -outline-offset-2 enabled:hover:bg-hover',
          active && 'bg-selected',
        )}
      >
        <span className="flex h-5 w-4 shrink-0 items-center">
          {active ? <Check size={16} aria-label={t('dialog.inUse')} className="text-accent" /> : null}
        </span>
        <span className="min-w-0 flex-1">
          <span className="flex min-w-0 items-center gap-2">
            <span className="clip font-semibold">
              <Untrusted text={endpoint.name} />
            </span>
            <span className="shrink-0 text-sm text-muted">{t(`dialog.source.${endpoint.source}`)}</span>
            {endpoint.current ? <Badge>{t('dialog.current')}</Badge> : null}
          </span>
          {endpoint.name === endpoint.host ? null : (
            <Mono muted clip>
              {endpoint.host}
            </Mono>
          )}
          {endpoint.problem === undefined ? null : (
            <span className="block text-sm text-danger">
              {problem(endpoint.problem).sentence} {problem(endpoint.problem).advice}
            </span>
          )}
        </span>
      </button>
      {onUseAnyway === undefined ? null : (
        <Button variant="danger" onClick={onUseAnyway} className="mx-2">
          {t('dialog.insecure')}
        </Button>
      )}
      {onForget === undefined ? null : (
        <IconButton
          icon={X}
          label={t('dialog.forget', { name: visibleText(endpoint.name) })}
          onClick={onForget}
          className="mx-1"
        />
      )}
    </li>
  )
}
