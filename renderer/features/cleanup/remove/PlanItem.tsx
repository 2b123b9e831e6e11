import type { RemovalItem } from '@shared/domain/removal'
import { harmless } from '@shared/text'
import { useTranslation } from 'react-i18next'
import { Bytes, Checkbox, cx, Mono } from '../../../components'
import { type ForcedKeys, forceHelps, outcomeOf, targetKey } from './choice.logic'
import { useItemWords } from './useItemWords'
import { VerdictBadge } from './VerdictBadge'

export function PlanItem(props: {
  readonly item: RemovalItem
  readonly forced: ForcedKeys
  readonly onToggle: (key: string) => void
}) {
  const { t } = useTranslation('cleanup')
  const words = useItemWords()
  const { item, forced, onToggle } = props
  const key = targetKey(item.target)
  const isForced = forceHelps(item.verdict) && forced.has(key)
  const { says, forceSays } = words(item, outcomeOf(item, forced))
  return (
    <div className="border-b border-line/60 px-2.5 py-1.5">
      <div className="flex min-w-0 items-center gap-2">
        <span className="min-w-0 flex-1 truncate" data-tip={harmless(item.name)} data-selectable>
          <Mono>{item.name}</Mono>
        </span>
        <VerdictBadge verdict={item.verdict} forced={isForced} />
        <span className="w-[72px] text-right">
          <Bytes value={item.size} />
        </span>
      </div>
      <p className="m-0 text-sm text-muted [overflow-wrap:anywhere]">{says}</p>
      {forceHelps(item.verdict) ? (
        <div className={cx('mt-0.5', isForced && 'text-danger')}>
          <Checkbox
            checked={isForced}
            onChange={() => onToggle(key)}
            aria-label={t('remove.forceLabel', { name: harmless(item.name) })}
            label={t('remove.force.choose')}
            hint={forceSays}
          />
        </div>
      ) : null}
    </div>
  )
}
