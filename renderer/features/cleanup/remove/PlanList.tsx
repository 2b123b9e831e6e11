import type { RemovalPlan } from '@shared/domain/removal'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { LongList } from '../LongList'
import { type ForcedKeys, type PlanRow, planRows, targetKey } from './choice.logic'
import { PlanItem } from './PlanItem'

function keyOf(row: PlanRow | undefined): string {
  if (row === undefined) return ''
  return row.type === 'heading' ? `heading ${row.verdict}` : targetKey(row.item.target)
}

/** Every target with its verdict, grouped by it: what needs a thought comes first. */
export function PlanList(props: {
  readonly plan: RemovalPlan
  readonly forced: ForcedKeys
  readonly onToggle: (key: string) => void
}) {
  const { t } = useTranslation('cleanup')
  const rows = useMemo(() => planRows(props.plan), [props.plan])
  return (
    <LongList
      label={t('remove.rows')}
      count={rows.length}
      estimate={52}
      keyOf={(index) => keyOf(rows[index])}
    >
      {(index) => {
        const row = rows[index]
        if (row === undefined) return null
        if (row.type === 'item')
          return <PlanItem item={row.item} forced={props.forced} onToggle={props.onToggle} />
        return (
          <div className="flex items-center gap-2 border-b border-line/60 bg-raised px-2.5 py-1 text-sm">
            <span className="font-semibold">{t(`remove.heading.${row.verdict}`)}</span>
            <span className="text-muted">{row.count}</span>
          </div>
        )
      }}
    </LongList>
  )
}
