import type { CompareSummary } from '@shared/domain/compare'
import { harmless } from '@shared/text'
import { useTranslation } from 'react-i18next'
import { cx, Untrusted, VirtualList } from '../../../components'
import { barShare, mostFolders } from '../compare.logic'
import { Delta } from '../Delta'

const grid =
  'grid items-center gap-x-3 px-3 grid-cols-[minmax(0,1fr)_88px_120px] min-[760px]:grid-cols-[minmax(0,1fr)_200px_88px_160px]'

type Folder = CompareSummary['folders'][number]

/** Where the bytes went: the largest change first. */
export function FoldersTab({ folders }: { readonly folders: readonly Folder[] }) {
  const { t } = useTranslation('compare')
  const changed = folders.filter(({ delta }) => delta !== 0)
  const most = changed.reduce((max, { delta }) => Math.max(max, Math.abs(delta)), 0)
  if (changed.length === 0) return <p className="m-0 p-3 text-muted">{t('folders.none')}</p>
  return (
    <>
      <p className="m-0 shrink-0 px-3 py-1.5 text-sm text-muted">
        {t('folders.note')}{' '}
        {folders.length >= mostFolders ? t('folders.shown', { count: folders.length }) : null}
      </p>
      <div aria-hidden className={cx(grid, 'h-7 shrink-0 border-b border-line text-sm text-muted')}>
        <span>{t('folders.path')}</span>
        <span className="hidden text-right min-[760px]:block">{t('folders.counts')}</span>
        <span className="text-right">{t('folders.delta')}</span>
        <span />
      </div>
      <VirtualList
        label={t('folders.label')}
        count={changed.length}
        estimate={28}
        keyOf={(index) => changed[index]?.path ?? index}
      >
        {(index) => {
          const folder = changed[index]
          return folder === undefined ? null : <FolderRow folder={folder} most={most} />
        }}
      </VirtualList>
    </>
  )
}

function FolderRow({ folder, most }: { readonly folder: Folder; readonly most: number }) {
  const { t } = useTranslation('compare')
  const { path, delta, counts } = folder
  const width = `${barShare(delta, most) * 50}%`
  return (
    <div className={cx(grid, 'h-row hover:bg-hover')}>
      <code className="clip font-mono text-sm" data-tip={harmless(path)} data-selectable>
        {path === '' || path === '/' ? t('folders.here') : <Untrusted text={path} />}
      </code>
      <span className="hidden justify-end gap-2 text-sm min-[760px]:flex">
        <Count value={counts.added} sign="+" tone="text-ok" />
        <Count value={counts.changed + counts.metadata} sign="~" tone="text-warn" />
        <Count value={counts.removed} sign="−" tone="text-danger" />
        <Count value={counts.moved} sign="→" tone="text-accent" />
      </span>
      <span className="text-right">
        <Delta value={delta} />
      </span>
      {/* Fewer to the left of the middle, more to the right. */}
      <span aria-hidden className="relative h-2 border-x border-line/60">
        <span className="absolute inset-y-[-4px] left-1/2 w-px bg-line-strong/60" />
        <span
          className={cx(
            'absolute inset-y-0 min-w-px',
            delta > 0 ? 'left-1/2 bg-cat-2' : 'right-1/2 bg-cat-3',
          )}
          style={{ width }}
        />
      </span>
    </div>
  )
}

function Count({
  value,
  sign,
  tone,
}: {
  readonly value: number
  readonly sign: string
  readonly tone: string
}) {
  const { i18n } = useTranslation()
  return value === 0 ? null : (
    <span className={tone}>
      {sign}
      {value.toLocaleString(i18n.language)}
    </span>
  )
}
