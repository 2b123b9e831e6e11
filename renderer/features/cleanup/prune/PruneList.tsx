import type { PrunePlan } from '@shared/domain/removal'
import { useTranslation } from 'react-i18next'
import { Checkbox, cx } from '../../../components'
import { LongList } from '../LongList'
import { PruneRow, pruneColumns } from './PruneRow'
import { allLeftOut, canGo, type LeftOut, tickAll } from './prune.logic'

const nothing: LeftOut = new Set()

export function PruneList(props: {
  readonly plan: PrunePlan
  readonly leftOut: LeftOut
  readonly onLeaveOut: (leftOut: LeftOut) => void
}) {
  const { t } = useTranslation('cleanup')
  const { plan, leftOut, onLeaveOut } = props
  const all = tickAll(plan, leftOut)
  const tick = (imageId: string, ticked: boolean): void => {
    const next = new Set(leftOut)
    if (ticked) next.delete(imageId)
    else next.add(imageId)
    onLeaveOut(next)
  }
  return (
    <div>
      <div className={cx(pruneColumns, 'pb-1 text-sm text-muted')}>
        <span className="flex h-4 items-center">
          <Checkbox
            checked={all === 'all'}
            indeterminate={all === 'some'}
            aria-label={t('prune.allLabel')}
            onChange={() => onLeaveOut(all === 'all' ? allLeftOut(plan) : nothing)}
          />
        </span>
        <span>{t('prune.columns.image')}</span>
        <span>{t('prune.columns.why')}</span>
        <span className="text-right" data-tip={t('prune.uniqueWhy')}>
          {t('prune.columns.unique')}
        </span>
        <span className="text-right">{t('prune.columns.size')}</span>
        <span className="text-right">{t('prune.columns.created')}</span>
      </div>
      <LongList
        label={t('prune.list')}
        count={plan.items.length}
        estimate={29}
        keyOf={(index) => plan.items[index]?.imageId ?? ''}
      >
        {(index) => {
          const item = plan.items[index]
          return item === undefined ? null : (
            <PruneRow
              item={item}
              ticked={canGo(item) && !leftOut.has(item.imageId)}
              onTick={(ticked) => tick(item.imageId, ticked)}
            />
          )
        }}
      </LongList>
    </div>
  )
}
