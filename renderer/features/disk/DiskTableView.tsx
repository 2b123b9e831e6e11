import type { DiskRow } from '@shared/domain/disk'
import { useTranslation } from 'react-i18next'
import { Bytes } from '../../components'
import { sumOf } from './disk.logic'

const head = 'border-b border-line py-1 font-normal text-muted'
const number = 'py-0.5 pl-4 text-right tabular-nums whitespace-nowrap'

export function DiskTableView({ table }: { readonly table: { readonly rows: readonly DiskRow[] } }) {
  const { t } = useTranslation('disk')
  const sum = sumOf(table.rows)
  return (
    <table aria-label={t('table.label')} className="w-full border-collapse" data-selectable>
      <thead className="text-sm">
        <tr>
          <th scope="col" className={`${head} text-left`}>
            {t('column.type')}
          </th>
          {(['total', 'active', 'size', 'reclaimable'] as const).map((column) => (
            <th
              key={column}
              scope="col"
              className={`${head} pl-4 text-right`}
              data-tip={column === 'reclaimable' ? t('reclaimable') : undefined}
            >
              {t(`column.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {table.rows.map((row) => (
          <Row key={row.kind} row={row} />
        ))}
      </tbody>
      <tfoot className="font-semibold">
        <tr>
          <th scope="row" className="py-0.5 text-left font-semibold">
            {t('sum')}
          </th>
          <td />
          <td />
          <td className={number}>
            <Bytes value={sum.size} />
          </td>
          <td className={number}>
            <Bytes value={sum.reclaimable} />
            <span className="inline-block w-14" />
          </td>
        </tr>
      </tfoot>
    </table>
  )
}

function Row({ row }: { readonly row: DiskRow }) {
  const { t, i18n } = useTranslation('disk')
  const { kind, total, active, size, reclaimable, percent, about = false } = row
  const count = (value: number): string => value.toLocaleString(i18n.language)
  return (
    <tr className="border-b border-line/60" data-tip={about ? t('ourSum') : undefined}>
      <th scope="row" className="py-0.5 text-left font-normal">
        {t(`kind.${kind}`)}
      </th>
      <td className={number}>{count(total)}</td>
      <td className={number}>{count(active)}</td>
      <td className={number}>
        <Bytes value={size} estimate={about} />
      </td>
      <td className={number}>
        <Bytes value={reclaimable} estimate={about} />
        <span className="inline-block w-14 text-muted">
          {percent === undefined ? '' : (percent / 100).toLocaleString(i18n.language, { style: 'percent' })}
        </span>
      </td>
    </tr>
  )
}
