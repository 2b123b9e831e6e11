import type { DiskGroup, DiskPicture, DiskTile } from '@shared/domain/diskPicture'
import { harmless } from '@shared/text'
import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import { Bytes } from '../../../components'
import { navigation } from '../../frame'

const head = 'border-b border-line py-1 font-normal text-muted'
const number = 'py-1 pl-4 text-right tabular-nums whitespace-nowrap'

/** The same numbers as the picture, for who reads rather than looks. */
export function PictureTable({ picture }: { readonly picture: DiskPicture }) {
  const { t } = useTranslation('disk')
  const { groups, rest, total } = picture
  return (
    <table aria-label={t('picture.table.label')} className="w-full table-fixed border-collapse">
      <thead className="text-sm">
        <tr>
          <th scope="col" className={`${head} text-left`}>
            {t('picture.table.name')}
          </th>
          {(['own', 'share', 'size'] as const).map((column) => (
            <th key={column} scope="col" className={`${head} w-24 pl-4 text-right`}>
              {t(`picture.table.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {groups.map((group, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: one group has no repository, and groups never move within a picture
          <Fragment key={index}>
            <GroupRow group={group} total={total} />
            {group.tiles.map((tile) => (
              <TileRow key={tile.id} tile={tile} total={total} />
            ))}
            {group.others.count === 0 ? null : (
              <PlainRow
                inset
                label={t('picture.othersShort', { count: group.others.count })}
                bytes={group.others.own}
                total={total}
              />
            )}
          </Fragment>
        ))}
        {rest.bytes === 0 ? null : (
          <PlainRow label={t(`picture.rest.${rest.type}`)} bytes={rest.bytes} total={total} />
        )}
      </tbody>
      <tfoot className="font-semibold">
        <PlainRow label={t('picture.table.total')} bytes={total} total={total} />
      </tfoot>
    </table>
  )
}

function GroupRow({ group, total }: { readonly group: DiskGroup; readonly total: number }) {
  const { t } = useTranslation('disk')
  return (
    <tr className="border-t border-line bg-raised">
      <th scope="row" className="clip py-1 pl-1 text-left font-semibold">
        <span className="isolate-text">
          {group.repository === undefined ? t('picture.table.unnamed') : harmless(group.repository)}
        </span>
      </th>
      <Numbers bytes={group.own} total={total} />
      <td />
    </tr>
  )
}

function TileRow({ tile, total }: { readonly tile: DiskTile; readonly total: number }) {
  const { t } = useTranslation('disk')
  const name = harmless(tile.name)
  return (
    <tr className="hover:bg-hover">
      <th scope="row" className="py-1 pl-4 text-left font-normal">
        <span className="flex min-w-0 items-baseline gap-2">
          <button
            type="button"
            data-tip={name}
            onClick={() => navigation.openImage(tile.id)}
            className="clip isolate-text rounded-sm font-mono text-sm text-accent hover:underline"
          >
            {name}
          </button>
          {tile.moreNames === 0 ? null : (
            <span className="shrink-0 text-sm text-muted">
              {t('picture.table.names', { count: tile.moreNames })}
            </span>
          )}
        </span>
      </th>
      <Numbers bytes={tile.own} total={total} />
      <td className={number}>
        <Bytes value={tile.size} />
      </td>
    </tr>
  )
}

function PlainRow(props: {
  readonly label: string
  readonly bytes: number
  readonly total: number
  readonly inset?: boolean
}) {
  return (
    <tr className="border-t border-line/60">
      <th scope="row" className={`py-1 text-left font-[inherit] ${props.inset === true ? 'pl-4' : 'pl-1'}`}>
        {props.label}
      </th>
      <Numbers bytes={props.bytes} total={props.total} />
      <td />
    </tr>
  )
}

function Numbers({ bytes, total }: { readonly bytes: number; readonly total: number }) {
  const { i18n } = useTranslation('disk')
  const share = total === 0 ? 0 : bytes / total
  return (
    <>
      <td className={number}>
        <Bytes value={bytes} />
      </td>
      <td className={`${number} text-muted`}>
        {share.toLocaleString(i18n.language, { style: 'percent', maximumFractionDigits: 1 })}
      </td>
    </>
  )
}
