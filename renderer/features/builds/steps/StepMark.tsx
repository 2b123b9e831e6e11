import type { StepState } from '@shared/domain/build'
import {
  Circle,
  CircleCheck,
  CircleSlash,
  CircleX,
  DatabaseZap,
  LoaderCircle,
  type LucideIcon,
} from 'lucide-react'
import { cx } from '../../../components'
import type { BuildState } from './steps.logic'

type Look = { readonly icon: LucideIcon; readonly colour: string }

const looks: Readonly<Record<StepState, Look>> = {
  waiting: { icon: Circle, colour: 'text-faint' },
  running: { icon: LoaderCircle, colour: 'text-accent' },
  cached: { icon: DatabaseZap, colour: 'text-ok' },
  done: { icon: CircleCheck, colour: 'text-ok' },
  failed: { icon: CircleX, colour: 'text-danger' },
  // Somebody chose it: no alarm.
  cancelled: { icon: CircleSlash, colour: 'text-muted' },
}

const whole: Readonly<Record<BuildState, StepState>> = {
  running: 'running',
  succeeded: 'done',
  failed: 'failed',
  cancelled: 'cancelled',
}

/** A shape for each state; the word stands beside it. */
export function StepMark({ state }: { readonly state: StepState }) {
  const { icon: Icon, colour } = looks[state]
  return <Icon size={16} aria-hidden className={cx('shrink-0', colour)} />
}

export function BuildMark({ state }: { readonly state: BuildState }) {
  return <StepMark state={whole[state]} />
}
