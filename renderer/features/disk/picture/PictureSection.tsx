import type { DiskView } from '@shared/contract'
import type { DiskPicture } from '@shared/domain/diskPicture'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useEngine } from '../../../api'
import { formatBytes, ToggleChip } from '../../../components'
import { PictureTable } from './PictureTable'
import { Treemap } from './Treemap'

/** Where the bytes of all images are: each byte once, as a picture or as a table. */
export function PictureSection({ view }: { readonly view: DiskView }) {
  const { t } = useTranslation('disk')
  const title = useId()
  const [asTable, setAsTable] = useState(false)
  const { picture } = view
  return (
    <section aria-labelledby={title}>
      <div className="flex items-center gap-1">
        <h2 id={title} className="m-0 flex-1 text-base font-semibold">
          {t('picture.title')}
        </h2>
        {picture.imageCount === 0 ? null : (
          // biome-ignore lint/a11y/useSemanticElements: two views of one thing, no form
          <div role="group" aria-label={t('picture.view')} className="flex gap-1">
            <ToggleChip pressed={!asTable} onChange={() => setAsTable(false)}>
              {t('picture.asPicture')}
            </ToggleChip>
            <ToggleChip pressed={asTable} onChange={() => setAsTable(true)}>
              {t('picture.asTable')}
            </ToggleChip>
          </div>
        )}
      </div>
      {picture.imageCount === 0 ? <p className="m-0 mt-1 text-muted">{t('picture.none')}</p> : null}
      {picture.total === 0 ? null : (
        <>
          <SumLine view={view} />
          {asTable ? (
            <PictureTable picture={picture} />
          ) : (
            <Treemap picture={picture} onTable={() => setAsTable(true)} />
          )}
          <RestText picture={picture} />
        </>
      )}
      {picture.withoutOwn === 0 ? null : (
        <p className="m-0 mt-1 text-sm text-muted">{t('picture.without', { count: picture.withoutOwn })}</p>
      )}
    </section>
  )
}

/** How the sizes of images become the engine's total, or why they do not. */
function SumLine({ view }: { readonly view: DiskView }) {
  const { t, i18n } = useTranslation('disk')
  const { state } = useEngine().data ?? {}
  const { layersSize, picture } = view
  const bytes = (value: number) => formatBytes(value, i18n.language)
  const { sizes, addsUp } = picture
  const total = bytes(layersSize)
  const containerd = state !== undefined && state.type === 'connected' && state.engine.store === 'containerd'
  const text = !addsUp
    ? t(containerd ? 'picture.differsContainerd' : 'picture.differs', { total })
    : sizes === layersSize
      ? t('picture.sumPlain', { total })
      : sizes > layersSize
        ? t('picture.sum', { sizes: bytes(sizes), less: bytes(sizes - layersSize), total })
        : t('picture.sumMore', { total, more: bytes(layersSize - sizes) })
  return <p className="m-0 mt-0.5 mb-2 text-muted">{text}</p>
}

function RestText({ picture }: { readonly picture: DiskPicture }) {
  const { t, i18n } = useTranslation('disk')
  const { type, bytes, elsewhereAtLeast } = picture.rest
  if (bytes === 0) return null
  return (
    <p className="m-0 mt-2 flex items-baseline gap-1.5 text-sm text-muted">
      <span
        aria-hidden
        className="layer-shared inline-block size-2.5 shrink-0 rounded-[2px] bg-line-strong"
      />
      <span>
        <span className="text-fg">{t(`picture.rest.${type}`)}</span>: {t(`picture.restText.${type}`)}{' '}
        {type === 'shared' && elsewhereAtLeast > 0
          ? t('picture.elsewhereAtLeast', { bytes: formatBytes(elsewhereAtLeast, i18n.language) })
          : null}
      </span>
    </p>
  )
}
