import { shortId } from '@shared/domain/digest'
import type { BuildCacheRecord, DiskContainer, DiskVolume } from '@shared/domain/disk'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Bytes, Mono, RelativeTime } from '../../components'
import { navigation } from '../frame'
import { SortedTable } from './SortedTable'
import type { DiskTree } from './tree.logic'

type Props = { readonly tree: DiskTree }

const long = 'max-w-0 w-1/2'

export function CacheTable({ tree }: Props) {
  const { t, i18n } = useTranslation('disk')
  const columns = useMemo(
    () => [
      {
        key: 'description',
        title: t('cache.description'),
        by: ({ description, id }: BuildCacheRecord) => description || id,
        cell: ({ description, id }: BuildCacheRecord) => (
          <Mono clip>{description === '' ? id : description}</Mono>
        ),
        className: long,
      },
      {
        key: 'type',
        title: t('cache.type'),
        by: ({ type }: BuildCacheRecord) => type,
        cell: ({ type }: BuildCacheRecord) => <span className="whitespace-nowrap">{type}</span>,
      },
      {
        key: 'state',
        title: t('cache.state'),
        by: ({ inUse, shared }: BuildCacheRecord) => Number(inUse) * 2 + Number(shared),
        cell: ({ inUse, shared }: BuildCacheRecord) => (
          <span className="text-muted">
            {[inUse ? t('cache.inUse') : '', shared ? t('cache.shared') : ''].filter(Boolean).join(', ')}
          </span>
        ),
      },
      {
        key: 'uses',
        title: t('cache.uses'),
        align: 'end' as const,
        by: ({ usageCount }: BuildCacheRecord) => usageCount,
        cell: ({ usageCount }: BuildCacheRecord) => usageCount.toLocaleString(i18n.language),
      },
      {
        key: 'used',
        title: t('cache.lastUsed'),
        align: 'end' as const,
        by: ({ lastUsedAt = 0 }: BuildCacheRecord) => lastUsedAt,
        cell: ({ lastUsedAt }: BuildCacheRecord) =>
          lastUsedAt === undefined ? t('cache.never') : <RelativeTime ms={lastUsedAt} />,
      },
      {
        key: 'size',
        title: t('column.size'),
        align: 'end' as const,
        by: ({ size }: BuildCacheRecord) => size,
        cell: ({ size }: BuildCacheRecord) => <Bytes value={size} />,
      },
    ],
    [t, i18n.language],
  )
  return (
    <>
      <p className="m-0 px-4 pt-3 pb-1 text-muted">{t(`cache.text.${tree.page.store}`)}</p>
      <SortedTable
        label={t('tabs.cache')}
        rows={tree.page.cache}
        columns={columns}
        keyOf={({ id }) => id}
        first="size"
        empty={t('cache.none')}
      />
    </>
  )
}

export function ContainersTable({ tree }: Props) {
  const { t } = useTranslation('disk')
  const columns = useMemo(() => {
    const byId = new Map(tree.page.images.map((image) => [image.id, image]))
    const nameOf = ({ imageId }: DiskContainer) => byId.get(imageId)?.name ?? shortId(imageId)
    return [
      {
        key: 'name',
        title: t('containers.name'),
        by: ({ name }: DiskContainer) => name,
        cell: ({ name }: DiskContainer) => <Mono clip>{name}</Mono>,
        className: long,
      },
      {
        key: 'image',
        title: t('containers.image'),
        by: nameOf,
        cell: (container: DiskContainer) =>
          byId.has(container.imageId) ? (
            <button
              type="button"
              onClick={() => navigation.openImage(container.imageId)}
              className="block max-w-full rounded-sm text-accent hover:underline"
            >
              <Mono clip>{nameOf(container)}</Mono>
            </button>
          ) : (
            <span className="text-muted">{t('containers.gone', { id: shortId(container.imageId) })}</span>
          ),
        className: long,
      },
      {
        key: 'state',
        title: t('containers.state'),
        by: ({ state }: DiskContainer) => state,
        cell: ({ state }: DiskContainer) => state,
      },
      {
        key: 'size',
        title: t('containers.written'),
        align: 'end' as const,
        by: ({ writableSize }: DiskContainer) => writableSize,
        cell: ({ writableSize }: DiskContainer) => <Bytes value={writableSize} />,
      },
    ]
  }, [t, tree])
  return (
    <>
      <p className="m-0 px-4 pt-3 pb-1 text-muted">{t('containers.text')}</p>
      <SortedTable
        label={t('tabs.containers')}
        rows={tree.page.containers}
        columns={columns}
        keyOf={({ id }) => id}
        first="size"
        empty={t('containers.none')}
      />
    </>
  )
}

export function VolumesTable({ tree }: Props) {
  const { t, i18n } = useTranslation('disk')
  const columns = useMemo(
    () => [
      {
        key: 'name',
        title: t('volumes.name'),
        by: ({ name }: DiskVolume) => name,
        cell: ({ name, anonymous }: DiskVolume) => (
          <span className="flex min-w-0 items-baseline gap-2">
            <Mono clip>{name}</Mono>
            {anonymous === true ? (
              <span className="shrink-0 text-sm text-muted">{t('volumes.anonymous')}</span>
            ) : null}
          </span>
        ),
        className: long,
      },
      {
        key: 'driver',
        title: t('volumes.driver'),
        by: ({ driver }: DiskVolume) => driver,
        cell: ({ driver }: DiskVolume) => driver,
      },
      {
        key: 'uses',
        title: t('volumes.uses'),
        align: 'end' as const,
        by: ({ references }: DiskVolume) => references,
        cell: ({ references }: DiskVolume) =>
          references < 0 ? t('volumes.untold') : references.toLocaleString(i18n.language),
      },
      {
        key: 'size',
        title: t('column.size'),
        align: 'end' as const,
        by: ({ size = -1 }: DiskVolume) => size,
        cell: ({ size }: DiskVolume) => (size === undefined ? t('volumes.untold') : <Bytes value={size} />),
      },
    ],
    [t, i18n.language],
  )
  return (
    <>
      <p className="m-0 px-4 pt-3 pb-1 text-muted">{t('volumes.text')}</p>
      <SortedTable
        label={t('tabs.volumes')}
        rows={tree.page.volumes}
        columns={columns}
        keyOf={({ name }) => name}
        first="size"
        empty={t('volumes.none')}
      />
    </>
  )
}
