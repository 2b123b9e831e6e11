import { shortId } from '@shared/domain/digest'
import type { DiskContainer, DiskVolume } from '@shared/domain/disk'
import type { DiskRecord } from '@shared/domain/diskPage'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Bytes, Mono, RelativeTime } from '../../components'
import { navigation } from '../frame'
import { SortedTable } from './SortedTable'
import { type DiskTree, imageName } from './tree.logic'

type Props = { readonly tree: DiskTree }

type HeldLayer = NonNullable<DiskRecord['layer']>

const long = 'max-w-0 w-1/2'

export function CacheTable({ tree }: Props) {
  const { t, i18n } = useTranslation('disk')
  const columns = useMemo(() => {
    const imageAt = ({ image }: HeldLayer) => tree.page.images[image]
    const nameOf = (layer: HeldLayer): string => {
      const image = imageAt(layer)
      return image === undefined ? '' : imageName(image)
    }
    const openImage = (layer: HeldLayer): void => {
      const image = imageAt(layer)
      if (image !== undefined) navigation.openImage(image.id)
    }
    return [
      {
        key: 'description',
        title: t('cache.description'),
        by: ({ description, id }: DiskRecord) => description || id,
        cell: ({ description, id }: DiskRecord) => <Mono clip>{description === '' ? id : description}</Mono>,
        className: long,
      },
      {
        key: 'layer',
        title: t('cache.layer'),
        by: ({ layer }: DiskRecord) =>
          layer === undefined ? '' : `${nameOf(layer)} ${String(layer.number).padStart(4, '0')}`,
        cell: ({ layer }: DiskRecord) =>
          layer === undefined ? null : (
            <button
              type="button"
              data-tip={layer.about ? t('cache.layerAbout') : undefined}
              onClick={() => openImage(layer)}
              className="block max-w-full rounded-sm text-accent hover:underline"
            >
              <Mono clip>{t('cache.layerOf', { number: layer.number, name: nameOf(layer) })}</Mono>
            </button>
          ),
        className: 'max-w-0 w-1/3',
      },
      {
        key: 'type',
        title: t('cache.type'),
        by: ({ type }: DiskRecord) => type,
        cell: ({ type }: DiskRecord) => <span className="whitespace-nowrap">{type}</span>,
      },
      {
        key: 'state',
        title: t('cache.state'),
        by: ({ inUse, shared }: DiskRecord) => Number(inUse) * 2 + Number(shared),
        cell: ({ inUse, shared }: DiskRecord) => (
          <span className="text-muted">
            {[inUse ? t('cache.inUse') : '', shared ? t('cache.shared') : ''].filter(Boolean).join(', ')}
          </span>
        ),
      },
      {
        key: 'uses',
        title: t('cache.uses'),
        align: 'end' as const,
        by: ({ usageCount }: DiskRecord) => usageCount,
        cell: ({ usageCount }: DiskRecord) => usageCount.toLocaleString(i18n.language),
      },
      {
        key: 'used',
        title: t('cache.lastUsed'),
        align: 'end' as const,
        by: ({ lastUsedAt = 0 }: DiskRecord) => lastUsedAt,
        cell: ({ lastUsedAt }: DiskRecord) =>
          lastUsedAt === undefined ? t('cache.never') : <RelativeTime ms={lastUsedAt} />,
      },
      {
        key: 'size',
        title: t('column.size'),
        align: 'end' as const,
        by: ({ size }: DiskRecord) => size,
        cell: ({ size }: DiskRecord) => <Bytes value={size} />,
      },
    ]
  }, [t, i18n.language, tree])
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
