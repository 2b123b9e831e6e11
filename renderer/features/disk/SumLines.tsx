import type { DiskPage, DiskSums } from '@shared/domain/diskPage'
import { useTranslation } from 'react-i18next'
import { Bytes } from '../../components'
import { MeasureLine } from './MeasureLine'
import type { DiskTree } from './tree.logic'

/** How the sizes of images become the bytes on the disk, and how these become the engine's own total. */
export function SumLines({ tree }: { readonly tree: DiskTree }) {
  const { t } = useTranslation('disk')
  const { page } = tree
  const { sums, store, images } = page
  if (images.length === 0) return <p className="m-0 text-muted">{t('picture.none')}</p>
  const { files, blobs } = sums.stored
  const about = sums.about.length > 0
  return (
    <div data-selectable className="pt-1">
      <h2 className="m-0 text-sm font-normal text-muted">{t('sums.label')}</h2>
      <p className="m-0 mt-1 flex flex-wrap items-baseline gap-x-1.5">
        <span>
          {t('sums.sizes')} <Bytes value={sums.sizes} />
        </span>
        <span>
          − {t('sums.shared')} <Bytes value={sums.shared} estimate={about} />
        </span>
        <strong className="font-semibold">
          = <Bytes value={files + blobs} estimate={about} /> {t('sums.stored')}
        </strong>
      </p>
      {store === 'classic' ? null : (
        <p className="m-0 text-sm text-muted">
          {t('picture.files')} <Bytes value={files} />, {t('picture.blobs')}{' '}
          <Bytes value={blobs} estimate={about} />
        </p>
      )}
      <EngineLine page={page} />
      {sums.about.length === 0 ? null : <AboutLine sums={sums} />}
      <MeasureLine tree={tree} />
    </div>
  )
}

function EngineLine({ page }: { readonly page: DiskPage }) {
  const { t } = useTranslation('disk')
  const { sums, store, containers } = page
  const { engine, outside = 0 } = sums
  if (engine === undefined) return <p className="m-0 text-sm text-muted">{t('sums.asking')}</p>
  const written = containers.reduce((sum, { writableSize }) => sum + writableSize, 0)
  const inTotal = store === 'containerd' ? written : 0
  const total = <Bytes value={engine} />
  if (outside === 0 && inTotal === 0)
    return (
      <p className="m-0 text-sm text-muted">
        {t('sums.equal')} {total}.
      </p>
    )
  return (
    <p className="m-0 flex flex-wrap gap-x-1 text-sm text-muted">
      {inTotal === 0 ? null : (
        <span>
          + <Bytes value={inTotal} /> {t('sums.written')}
        </span>
      )}
      {outside === 0 ? null : (
        <span>
          {outside > 0 ? '+' : '−'} <Bytes value={Math.abs(outside)} />{' '}
          {t(outside > 0 ? `sums.outside.${store}` : 'sums.less')}
        </span>
      )}
      <span>
        = {total} {t('sums.engine')}
      </span>
    </p>
  )
}

function AboutLine({ sums }: { readonly sums: DiskSums }) {
  const { t } = useTranslation('disk')
  return (
    <p className="m-0 text-sm text-muted">
      {sums.about.map((doubt) => t(`doubt.${doubt}`, { count: sums.unread })).join(' ')}
    </p>
  )
}
