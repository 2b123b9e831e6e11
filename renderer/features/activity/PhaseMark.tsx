import {
  CircleAlert,
  CircleCheck,
  CircleSlash,
  CircleX,
  Hourglass,
  LoaderCircle,
  type LucideIcon,
} from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Badge, cx, type Tone } from '../../components'
import type { JobPhase } from './jobs.logic'

const looks: Readonly<
  Record<JobPhase, { readonly icon: LucideIcon; readonly tone: Tone; readonly colour: string }>
> = {
  waiting: { icon: Hourglass, tone: 'accent', colour: 'text-accent' },
  working: { icon: LoaderCircle, tone: 'accent', colour: 'text-accent' },
  succeeded: { icon: CircleCheck, tone: 'ok', colour: 'text-ok' },
  partly: { icon: CircleAlert, tone: 'warn', colour: 'text-warn' },
  exited: { icon: CircleAlert, tone: 'warn', colour: 'text-warn' },
  failed: { icon: CircleX, tone: 'danger', colour: 'text-danger' },
  // An outcome that the user chose: no alarm.
  cancelled: { icon: CircleSlash, tone: 'neutral', colour: 'text-muted' },
  stopped: { icon: CircleSlash, tone: 'neutral', colour: 'text-muted' },
}

export function PhaseIcon({ phase }: { readonly phase: JobPhase }) {
  const { icon: Icon, colour } = looks[phase]
  return <Icon size={16} aria-hidden className={cx('shrink-0', colour)} />
}

export function PhaseBadge({ phase }: { readonly phase: JobPhase }) {
  const { t } = useTranslation('activity')
  const { icon, tone } = looks[phase]
  return (
    <Badge tone={tone} icon={icon}>
      {t(`phase.${phase}`)}
    </Badge>
  )
}
