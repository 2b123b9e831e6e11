import type { ImageRow } from '@shared/domain/image'
import {
  Circle,
  CircleDashed,
  CircleDot,
  CirclePause,
  Hourglass,
  Layers2,
  type LucideIcon,
} from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { cx } from '../../../components'
import { type RowStatus, statusOf } from '../list/status.logic'
import { useIsGoing } from './going'

const looks: Readonly<Record<RowStatus, readonly [LucideIcon, string]>> = {
  going: [Hourglass, 'text-danger'],
  running: [CircleDot, 'text-ok'],
  stopped: [CirclePause, 'text-fg'],
  unused: [Circle, 'text-muted'],
  dangling: [CircleDashed, 'text-warn'],
  intermediate: [Layers2, 'text-muted'],
}

/** A word and a shape of its own; the colour only helps. */
export function StatusCell({ row }: { readonly row: ImageRow }) {
  const { t } = useTranslation('images')
  const status = statusOf(row, useIsGoing(row.id))
  const [Icon, colour] = looks[status]
  return (
    <span data-tip={t(`statusTip.${status}`)} className={cx('flex min-w-0 items-center gap-1.5', colour)}>
      <Icon size={14} aria-hidden className="shrink-0" />
      <span className="clip">{t(`status.${status}`)}</span>
    </span>
  )
}
