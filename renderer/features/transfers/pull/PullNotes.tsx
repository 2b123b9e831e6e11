import { shortId } from '@shared/domain/digest'
import { harmless } from '@shared/text'
import { useTranslation } from 'react-i18next'
import { Mono, Note } from '../../../components'
import type { PullPlan } from './pull.logic'

export function PullNotes({ plan }: { readonly plan: Extract<PullPlan, { type: 'valid' }> }) {
  const { t } = useTranslation('transfers')
  const { canonical, familiar, isDefaultTag, owner, becomesDangling } = plan
  const moved = owner === undefined ? undefined : { name: harmless(familiar), owner: shortId(owner.id) }
  return (
    <div className="flex flex-col gap-2">
      <div>
        <div className="text-sm text-muted">{t('pull.fullName')}</div>
        <div className="[overflow-wrap:anywhere]" data-selectable>
          <Mono>{canonical}</Mono>
        </div>
      </div>
      {isDefaultTag ? <Note>{t('pull.latest')}</Note> : null}
      {moved === undefined ? null : (
        <Note>{becomesDangling ? t('pull.ownerDangles', moved) : t('pull.ownerMoves', moved)}</Note>
      )}
    </div>
  )
}
