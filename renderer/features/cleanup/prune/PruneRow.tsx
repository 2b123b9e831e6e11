import { shortId } from '@shared/domain/digest'
import type { PruneItem } from '@shared/domain/removal'
import { useTranslation } from 'react-i18next'
import { Bytes, Checkbox, cx, Mono, RelativeTime } from '../../../components'
import { canGo } from './prune.logic'
import { usePruneWords } from './usePruneWords'

export const pruneColumns =
  'grid grid-cols-[14px_96px_minmax(0,1fr)_76px_76px_100px] items-start gap-x-3 px-2.5'

export function PruneRow(props: {
  readonly item: PruneItem
  readonly ticked: boolean
  readonly onTick: (ticked: boolean) => void
}) {
  const { t } = useTranslation('cleanup')
  const words = usePruneWords()
  const { item, ticked, onTick } = props
  const id = shortId(item.imageId)
  const blocked = words.blocked(item)
  const able = canGo(item)
  return (
    <div className={cx(pruneColumns, 'border-b border-line/60 py-1', !able && 'text-muted')}>
      <span className="flex h-5 items-center">
        <Checkbox
          checked={ticked}
          disabled={!able}
          aria-label={t('prune.tick', { name: id })}
          onChange={onTick}
        />
      </span>
      <span data-selectable>
        <Mono>{id}</Mono>
      </span>
      <div className="min-w-0 [overflow-wrap:anywhere]">
        {words.why(item.why)}
        {blocked === undefined ? null : <div className="text-sm text-warn">{blocked}</div>}
      </div>
      <span className="text-right">
        {item.uniqueSize === undefined ? (
          <span className="text-sm text-muted">{t('prune.uniqueUnknown')}</span>
        ) : (
          <Bytes value={item.uniqueSize} />
        )}
      </span>
      <span className="text-right">
        <Bytes value={item.size} />
      </span>
      <span className="truncate text-right text-muted">
        {item.created === undefined ? null : <RelativeTime ms={item.created} />}
      </span>
    </div>
  )
}
