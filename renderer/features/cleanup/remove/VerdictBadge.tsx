import type { RemovalVerdict } from '@shared/domain/removal'
import { Ban, Eraser, type LucideIcon, ShieldAlert, ShieldBan, Trash2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Badge, type Tone } from '../../../components'

const looks: Readonly<Record<RemovalVerdict, { readonly icon: LucideIcon; readonly tone: Tone }>> = {
  deleted: { icon: Trash2, tone: 'danger' },
  untagged: { icon: Eraser, tone: 'neutral' },
  needsForce: { icon: ShieldAlert, tone: 'warn' },
  forceOnlyUntags: { icon: ShieldBan, tone: 'warn' },
  cannot: { icon: Ban, tone: 'warn' },
}

/** The verdict in a word, an icon and a colour: any one of them is enough. */
export function VerdictBadge(props: { readonly verdict: RemovalVerdict; readonly forced: boolean }) {
  const { t } = useTranslation('cleanup')
  const { verdict, forced } = props
  if (forced && verdict !== 'cannot')
    return (
      <Badge tone="danger" icon={Trash2}>
        {verdict === 'forceOnlyUntags' ? t('remove.verdict.forcedUntag') : t('remove.verdict.forcedDelete')}
      </Badge>
    )
  const { icon, tone } = looks[verdict]
  return (
    <Badge tone={tone} icon={icon}>
      {t(`remove.verdict.${verdict}`)}
    </Badge>
  )
}
