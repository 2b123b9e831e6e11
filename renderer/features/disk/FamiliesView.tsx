import { harmless } from '@shared/text'
import { ChevronDown, ChevronRight } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Bytes, Checkbox, VirtualList } from '../../components'
import { navigation } from '../frame'
import { ChosenFoot } from './ChosenFoot'
import { chosen, useChosen } from './chosen'
import { type FamilyRow, familyRows } from './families.logic'
import { type DiskTree, holdersOf, imageName, segmentName } from './tree.logic'

const number = 'w-24 shrink-0 text-right tabular-nums'

/** Which images stand on which layers, and what each adds: the picture for who reads rather than looks. */
export function FamiliesView({ tree }: { readonly tree: DiskTree }) {
  const { t } = useTranslation('disk')
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set())
  const rows = useMemo(() => familyRows(tree, turned), [tree, turned])
  const turn = (key: string): void =>
    setTurned((now) => {
      const next = new Set(now)
      if (!next.delete(key)) next.add(key)
      return next
    })
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div
        aria-hidden
        className="flex h-7 shrink-0 items-center gap-2 border-b border-line px-4 text-sm text-muted"
      >
        <span className="flex-1">{t('families.name')}</span>
        <span className={number}>{t('families.adds')}</span>
        <span className={number}>{t('families.whole')}</span>
      </div>
      <VirtualList
        label={t('families.label')}
        count={rows.length}
        estimate={28}
        keyOf={(index) => rows[index]?.key ?? index}
      >
        {(index) => <Row tree={tree} row={rows[index]} onTurn={turn} />}
      </VirtualList>
      <ChosenFoot tree={tree} />
    </div>
  )
}

type RowProps = { readonly tree: DiskTree; readonly onTurn: (key: string) => void }

function Row({ row, ...props }: RowProps & { readonly row: FamilyRow | undefined }) {
  if (row === undefined) return null
  return (
    <div
      className="flex h-row items-center gap-2 border-b border-line/60 px-4 hover:bg-hover"
      style={{ paddingLeft: 16 + Math.min(row.depth, 12) * 18 }}
    >
      {row.type === 'base' ? <BaseRow row={row} {...props} /> : <ImageLine row={row} />}
    </div>
  )
}

function BaseRow({ tree, row, onTurn }: RowProps & { readonly row: Extract<FamilyRow, { type: 'base' }> }) {
  const { t } = useTranslation('disk')
  const told = segmentName(tree, row.at)
  const name = told.type === 'image' ? harmless(told.name) : t('families.shared')
  const picked = useChosen()
  const ids = useMemo(() => holdersOf(tree, row.at, row.owners).map(({ id }) => id), [tree, row])
  const count = ids.filter((id) => picked.has(id)).length
  const Icon = row.open ? ChevronDown : ChevronRight
  return (
    <>
      <Checkbox
        aria-label={t('families.chooseAll', { count: row.owners, name })}
        checked={count > 0 && count === ids.length}
        indeterminate={count > 0 && count < ids.length}
        onChange={() => chosen.toggle(ids, count < ids.length)}
      />
      <button
        type="button"
        aria-expanded={row.open}
        onClick={() => onTurn(row.key)}
        className="flex min-w-0 flex-1 items-center gap-1 rounded-sm text-left"
      >
        <Icon size={14} aria-hidden className="shrink-0 text-muted" />
        <span className="clip isolate-text font-semibold" data-tip={name}>
          {name}
        </span>
        <span className="shrink-0 text-sm text-muted">{t('images', { count: row.owners })}</span>
      </button>
      <span className={number}>
        <Bytes value={row.own} estimate={tree.page.segments[row.at]?.about === true} />
      </span>
      <span className={number}>
        <Bytes value={row.whole} />
      </span>
    </>
  )
}

function ImageLine({ row }: { readonly row: Extract<FamilyRow, { type: 'image' }> }) {
  const { t } = useTranslation('disk')
  const { image, adds, about } = row
  const name = harmless(imageName(image))
  const isChosen = useChosen().has(image.id)
  return (
    <>
      <Checkbox
        aria-label={t('families.choose', { name })}
        checked={isChosen}
        onChange={() => chosen.toggle([image.id], !isChosen)}
      />
      <span className="flex min-w-0 flex-1 items-baseline gap-2">
        <button
          type="button"
          data-tip={name}
          onClick={() => navigation.openImage(image.id)}
          className="clip isolate-text rounded-sm font-mono text-sm text-accent hover:underline"
        >
          {name}
        </button>
        {image.moreNames === 0 ? null : (
          <span className="shrink-0 text-sm text-muted">
            {t('families.names', { count: image.moreNames })}
          </span>
        )}
        {image.used ? <span className="shrink-0 text-sm text-muted">{t('families.used')}</span> : null}
      </span>
      <span className={number}>
        <Bytes value={adds} estimate={about && adds > 0} />
      </span>
      <span className={number}>
        <Bytes value={image.size} />
      </span>
    </>
  )
}
