import { shortId } from '@shared/domain/digest'
import type { ImageRow } from '@shared/domain/image'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useSettings } from '../../../api'
import { Mono, RelativeTime, visibleText } from '../../../components'
import type { GridColumn } from '../../../components/grid'
import { LastUsedCell } from '../cells/LastUsedCell'
import { ReferenceCell } from '../cells/ReferenceCell'
import { SizeCell, UniqueCell } from '../cells/SizeCells'
import { StatusCell } from '../cells/StatusCell'
import { UseCell } from '../cells/UseCell'
import { type ColumnKey, chosenColumns } from './columnChoice.logic'

type ColumnShape = Omit<GridColumn<ImageRow>, 'key' | 'title'>

const shapes: Readonly<Record<ColumnKey, ColumnShape>> = {
  reference: { width: 220, grow: true, sortable: true, cell: (row) => <ReferenceCell row={row} /> },
  created: {
    width: 120,
    keep: 4,
    sortable: true,
    cell: (row) => (row.created === undefined ? null : <RelativeTime ms={row.created} />),
  },
  unique: { width: 112, keep: 6, align: 'end', sortable: true, cell: (row) => <UniqueCell row={row} /> },
  size: { width: 128, keep: 7, align: 'end', sortable: true, cell: (row) => <SizeCell row={row} /> },
  use: { width: 140, keep: 3, sortable: true, cell: (row) => <UseCell row={row} /> },
  status: { width: 132, keep: 5, sortable: true, cell: (row) => <StatusCell row={row} /> },
  lastUsed: { width: 120, keep: 3, sortable: true, cell: (row) => <LastUsedCell row={row} /> },
  id: {
    width: 116,
    keep: 2,
    sortable: true,
    cell: (row) => (
      <span data-tip={row.id}>
        <Mono muted>{shortId(row.id)}</Mono>
      </span>
    ),
  },
  digest: { width: 172, keep: 0, sortable: true, cell: (row) => <DigestCell row={row} /> },
  platform: {
    width: 112,
    keep: 1,
    sortable: true,
    cell: (row) => (row.platform === undefined ? null : <Mono clip>{row.platform}</Mono>),
  },
}

/** Each repository has its own digest of the image: all are in the tooltip. */
function DigestCell({ row }: { readonly row: ImageRow }) {
  const first = row.digests[0]
  if (first === undefined) return null
  const more = row.digests.length - 1
  const digest = first.slice(first.lastIndexOf('@') + 1)
  return (
    <span
      data-tip={row.digests.map((text) => visibleText(text)).join('\n')}
      className="flex items-center gap-1.5"
    >
      <Mono muted>{`${digest.slice(0, digest.indexOf(':') + 1)}${shortId(digest)}`}</Mono>
      {more > 0 ? <span className="text-sm text-muted">+{more}</span> : null}
    </span>
  )
}

export function useImageColumns(): readonly GridColumn<ImageRow>[] {
  const { t } = useTranslation('images')
  const saved = useSettings().imageColumns
  return useMemo(
    () => chosenColumns(saved).map((key) => ({ ...shapes[key], key, title: t(`column.${key}`) })),
    [saved, t],
  )
}
