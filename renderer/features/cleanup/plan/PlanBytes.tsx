import type { CleanupItem } from '@shared/domain/cleanup'
import { allBytes } from '@shared/domain/sizes'
import { useTranslation } from 'react-i18next'
import { Bytes, useDoubtText } from '../../../components'
import { isAbout } from './plan.logic'

/** What one image gives back alone. */
export function PlanBytes({ item: { alone } }: { readonly item: CleanupItem }) {
  const { t } = useTranslation('cleanupPlan')
  const about = useDoubtText()
  if (alone === undefined) return null
  const freed = allBytes(alone.freed)
  return (
    <span
      data-tip={[t(freed === 0 ? 'sharedAlone' : 'bytesAlone'), about(alone.about)].filter(Boolean).join(' ')}
    >
      <Bytes value={freed} estimate={isAbout(alone)} />
    </span>
  )
}
