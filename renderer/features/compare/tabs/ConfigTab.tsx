import type { ConfigDifference } from '@shared/domain/compare'
import type { CutText } from '@shared/domain/imageDetails'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { cx, Untrusted, VirtualList } from '../../../components'
import { configLines } from '../compare.logic'
import { useFieldName } from './useFieldName'

const grid = 'grid grid-cols-[minmax(96px,180px)_minmax(0,1fr)_minmax(0,1fr)] gap-x-3 px-3'

/** Settings that are not the same, side by side. */
export function ConfigTab({ config }: { readonly config: readonly ConfigDifference[] }) {
  const { t } = useTranslation('compare')
  const lines = useMemo(() => configLines(config), [config])
  if (lines.length === 0) return <p className="m-0 p-3 text-muted">{t('config.none')}</p>
  return (
    <>
      <div
        aria-hidden
        className={cx(grid, 'h-7 shrink-0 items-center border-b border-line text-sm text-muted')}
      >
        <span>{t('config.field')}</span>
        <span>{t('side.left')}</span>
        <span>{t('side.right')}</span>
      </div>
      <VirtualList label={t('config.label')} count={lines.length} estimate={28} keyOf={(index) => index}>
        {(index) => {
          const line = lines[index]
          return line === undefined ? null : <ConfigRow line={line} />
        }}
      </VirtualList>
    </>
  )
}

function ConfigRow({
  line,
}: {
  readonly line: { readonly row: ConfigDifference; readonly isFirst: boolean }
}) {
  const { t } = useTranslation('compare')
  const fieldName = useFieldName()
  const { row, isFirst } = line
  const name = fieldName(row.field)
  return (
    <div className={cx(grid, 'items-start py-1', isFirst && 'border-t border-line/60')}>
      <span className="[overflow-wrap:anywhere]">
        <span className={isFirst ? 'block font-semibold' : 'sr-only'}>{name}</span>
        {row.key === undefined ? null : (
          <code className="font-mono text-sm text-muted">
            <Untrusted text={row.key} />
          </code>
        )}
      </span>
      <Value side={t('side.left')} value={row.left} tone="text-danger" sign="−" />
      <Value side={t('side.right')} value={row.right} tone="text-ok" sign="+" />
    </div>
  )
}

function Value(props: {
  readonly side: string
  readonly value: CutText | undefined
  readonly tone: string
  readonly sign: string
}) {
  const { t } = useTranslation('compare')
  const { side, value, tone, sign } = props
  if (value === undefined)
    return (
      <span className="text-faint italic">
        <span className="sr-only">{side}: </span>
        {t('config.absent')}
      </span>
    )
  const more = value.length - value.text.length
  return (
    <span className="flex min-w-0 gap-1.5" data-selectable>
      <span aria-hidden className={cx('font-mono font-semibold', tone)}>
        {sign}
      </span>
      <span className="min-w-0">
        <span className="sr-only">{side}: </span>
        <code className="font-mono text-sm whitespace-pre-wrap [overflow-wrap:anywhere]">
          <Untrusted text={value.text} lines />
        </code>
        {more > 0 ? (
          <span className="block text-sm text-warn">{t('config.cut', { count: more })}</span>
        ) : null}
      </span>
    </span>
  )
}
