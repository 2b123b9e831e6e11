import type { CompareRow } from '@shared/domain/compare'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Bytes } from '../../../components'
import type { GridColumn } from '../../../components/grid'
import { Delta } from '../Delta'
import { NameCell } from './NameCell'
import { WhatCell } from './WhatCell'

export function useCompareColumns(): readonly GridColumn<CompareRow>[] {
  const { t } = useTranslation('compare')
  return useMemo(
    (): readonly GridColumn<CompareRow>[] => [
      {
        key: 'name',
        title: t('files.name'),
        width: 240,
        grow: true,
        sortable: true,
        cell: (row) => <NameCell row={row} />,
      },
      { key: 'what', title: t('files.what'), width: 200, keep: 3, cell: (row) => <WhatCell row={row} /> },
      {
        key: 'left',
        title: t('files.left'),
        width: 84,
        keep: 1,
        align: 'end',
        cell: ({ isFolder, left, leftBytes }) => (
          <span className="text-muted">
            {isFolder || left !== undefined ? <Bytes value={leftBytes} /> : '–'}
          </span>
        ),
      },
      {
        key: 'right',
        title: t('files.right'),
        width: 84,
        keep: 2,
        align: 'end',
        cell: ({ isFolder, right, rightBytes }) => (
          <span className="text-muted">
            {isFolder || right !== undefined ? <Bytes value={rightBytes} /> : '–'}
          </span>
        ),
      },
      {
        key: 'delta',
        title: t('files.delta'),
        width: 92,
        align: 'end',
        sortable: true,
        cell: ({ delta }) => <Delta value={delta} />,
      },
    ],
    [t],
  )
}
