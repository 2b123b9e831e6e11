import type { TreeMode, TreeRow } from '@shared/domain/contents'
import type { TFunction } from 'i18next'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Bytes, formatExact } from '../../../components'
import type { GridColumn } from '../../../components/grid'
import { NameCell, type NameWords } from './NameCell'
import { fullModeText, modifiedMs } from './tree.logic'

/** `narrow`: name and size only. */
export function useFileColumns(mode: TreeMode, narrow: boolean): readonly GridColumn<TreeRow>[] {
  const { t, i18n } = useTranslation('contents')
  return useMemo((): readonly GridColumn<TreeRow>[] => {
    const words = nameWords(t)
    const name: GridColumn<TreeRow> = {
      key: 'name',
      title: t('tree.name'),
      width: 200,
      grow: true,
      sortable: true,
      cell: (row) => <NameCell row={row} words={words} />,
    }
    const size: GridColumn<TreeRow> = {
      key: 'size',
      title: t('tree.size'),
      width: 80,
      align: 'end',
      sortable: true,
      cell: (row) =>
        row.kind === 'file' || row.kind === 'hardLink' || row.kind === 'folder' ? (
          <Bytes value={row.bytes} />
        ) : null,
    }
    if (narrow) return [name, size]
    return [
      name,
      size,
      {
        key: 'mode',
        title: t('tree.mode'),
        width: 100,
        keep: 4,
        cell: (row) => (
          <code className="font-mono text-sm text-muted">{fullModeText(row.mode, row.kind)}</code>
        ),
      },
      {
        key: 'owner',
        title: t('tree.owner'),
        width: 92,
        keep: 3,
        cell: (row) => (
          <span className="clip block text-sm text-muted" data-tip={`${row.uid}:${row.gid}`}>
            {row.uid}:{row.gid}
          </span>
        ),
      },
      {
        key: 'modified',
        title: t('tree.modified'),
        width: 150,
        keep: 1,
        cell: (row) => {
          const ms = modifiedMs(row.modified)
          return ms === undefined ? (
            <span className="text-sm text-muted">{t('tree.noDate')}</span>
          ) : (
            <span className="clip block text-sm text-muted" data-tip={formatExact(ms, i18n.language)}>
              {isoMinute(ms)}
            </span>
          )
        },
      },
      ...(mode === 'stack'
        ? [
            {
              key: 'layer',
              title: t('tree.layer'),
              width: 64,
              keep: 2,
              align: 'end' as const,
              cell: (row: TreeRow) => <span className="text-sm text-muted">{row.layer + 1}</span>,
            },
          ]
        : []),
    ]
  }, [t, i18n.language, mode, narrow])
}

function nameWords(t: TFunction<'contents'>): NameWords {
  return {
    changeBelow: t('tree.changeBelow'),
    change: {
      added: t('change.added'),
      changed: t('change.changed'),
      metadata: t('change.metadata'),
      removed: t('change.removed'),
    },
    kind: {
      file: t('kind.file'),
      folder: t('kind.folder'),
      symlink: t('kind.symlink'),
      hardLink: t('kind.hardLink'),
      charDevice: t('kind.charDevice'),
      blockDevice: t('kind.blockDevice'),
      fifo: t('kind.fifo'),
    },
  }
}

/** As `ls` prints it, in UTC: an image has no time zone. */
function isoMinute(ms: number): string {
  return new Date(ms).toISOString().replace('T', ' ').slice(0, -8)
}
