import { shortId } from '@shared/domain/digest'
import { useTranslation } from 'react-i18next'
import { Mono, Note, Warning } from '../../../components'
import type { PushPlan, PushTarget } from './push.logic'

/** Every name that will leave, and what it costs here. */
export function PushTargets({ plan }: { readonly plan: Extract<PushPlan, { type: 'valid' }> }) {
  const { t } = useTranslation('transfers')
  return (
    <div className="flex flex-col gap-2">
      <div>
        <div className="mb-1 text-sm text-muted">{t('push.names')}</div>
        <ul
          aria-label={t('push.names')}
          className="m-0 max-h-32 list-none overflow-auto rounded-md border border-line p-0"
        >
          {plan.targets.map((target) => (
            <li
              key={target.tag}
              className="flex min-w-0 items-baseline gap-3 border-b border-line/60 px-2.5 py-1 last:border-b-0"
            >
              <span className="min-w-0 flex-1 [overflow-wrap:anywhere]" data-selectable>
                <Mono>{target.canonical}</Mono>
              </span>
              <span className="shrink-0 text-sm text-muted">
                {target.owner === 'thisImage'
                  ? t('push.has')
                  : target.owner === 'nobody'
                    ? t('push.new')
                    : t('push.moves')}
              </span>
            </li>
          ))}
        </ul>
      </div>
      {plan.targets.map((target) => (
        <Takes key={target.tag} target={target} />
      ))}
      {plan.isOfficialName ? <Note>{t('push.official')}</Note> : null}
    </div>
  )
}

function Takes({ target }: { readonly target: PushTarget }) {
  const { t } = useTranslation('transfers')
  const { owner, familiar } = target
  if (typeof owner === 'string') return null
  const words = { name: familiar, owner: shortId(owner.row.id) }
  return <Warning>{owner.becomesDangling ? t('push.takesDangling', words) : t('push.takes', words)}</Warning>
}
