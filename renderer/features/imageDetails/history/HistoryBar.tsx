import type { HistoryLine, ImageHistory } from '@shared/domain/imageHistory'
import { CircleHelp } from 'lucide-react'
import { Popover } from 'radix-ui'
import { useTranslation } from 'react-i18next'
import { Badge, IconButton, Select } from '../../../components'
import type { HistoryOrder } from './history.logic'

export function HistoryBar(props: {
  readonly head: ImageHistory
  readonly lines: readonly HistoryLine[]
  readonly order: HistoryOrder
  readonly onOrder: (order: HistoryOrder) => void
}) {
  const { t } = useTranslation('details')
  const { head, lines, order, onOrder } = props
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-x-2 gap-y-1 px-3 py-1.5">
      <span className="text-muted">
        {t('history.count', { count: head.total })} · {t('history.layers', { count: head.layerCount })}
      </span>
      <Badge
        tone={head.alignment === 'uncertain' ? 'warn' : 'neutral'}
        tip={t(`history.align.${head.alignment}`)}
      >
        {t(`history.alignShort.${head.alignment}`)}
      </Badge>
      <MissingHelp total={head.total} lines={lines} />
      <span className="flex-1" />
      <div className="w-[140px]">
        <Select
          label={t('history.order')}
          labelHidden
          value={order}
          options={[
            { value: 'newestFirst', label: t('history.newestFirst') },
            { value: 'dockerfile', label: t('history.dockerfile') },
          ]}
          onChange={onOrder}
        />
      </div>
    </div>
  )
}

/** `<missing>` frightens: it says so little and means nothing bad. */
function MissingHelp({ total, lines }: { readonly total: number; readonly lines: readonly HistoryLine[] }) {
  const { t } = useTranslation('details')
  const missing = lines.filter((line) => line.imageId === undefined).length
  if (missing === 0) return null
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <IconButton size="small" icon={CircleHelp} label={t('history.missing.button')} />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={4}
          collisionPadding={8}
          aria-label={t('history.missing.title')}
          className="z-40 w-[340px] max-w-[calc(100vw-16px)] rounded-md border border-line bg-overlay p-3 shadow-overlay"
        >
          <h4 className="m-0 mb-1 font-semibold">{t('history.missing.title')}</h4>
          <p className="m-0 text-muted">{t('history.missing.text')}</p>
          {lines.length === total ? (
            <p className="m-0 mt-1.5">{t('history.missing.count', { count: missing })}</p>
          ) : null}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}
