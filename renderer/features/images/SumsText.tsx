import { allBytes, type ImageSetSum } from '@shared/domain/sizes'
import { useTranslation } from 'react-i18next'
import { Untrusted } from '../../components'
import { StoredBytesText } from './StoredBytesText'

/** What the disk holds of some images. */
export function OnDisk({ sum }: { readonly sum: ImageSetSum }) {
  const { t } = useTranslation('images')
  return (
    <span data-tip={t('foot.onDiskTip')} className="whitespace-nowrap">
      <StoredBytesText value={allBytes(sum.stored)} about={sum.stored.about} /> {t('foot.onDisk')}
    </span>
  )
}

/** What would come back if they went, and who keeps the rest. */
export function ComesBack({ sum }: { readonly sum: ImageSetSum }) {
  const { t } = useTranslation('images')
  const { reclaim, because } = sum
  const cache = allBytes(reclaim.staysInBuildCache)
  const containers = allBytes(reclaim.staysInContainers)
  const images = allBytes(reclaim.staysInImages)
  const { about } = reclaim
  return (
    <>
      <span data-tip={t('foot.freedTip')} className="whitespace-nowrap text-fg">
        <StoredBytesText value={allBytes(reclaim.freed)} about={about} /> {t('foot.freed')}
      </span>
      {cache > 0 ? (
        <span data-tip={t('foot.inCacheTip')} className="whitespace-nowrap">
          <StoredBytesText value={cache} about={about} /> {t('foot.inCache')}
        </span>
      ) : null}
      {containers > 0 ? (
        <span className="whitespace-nowrap">
          <StoredBytesText value={containers} about={about} /> {t('foot.inContainers')}
        </span>
      ) : null}
      {images > 0 ? (
        <span className="clip min-w-0">
          <StoredBytesText value={images} about={about} />{' '}
          {because === undefined ? (
            t('foot.inImages')
          ) : (
            <>
              {t('foot.because')} <Untrusted text={because.name} />
              {because.others > 0 ? ` ${t('foot.andOthers', { count: because.others })}` : ''}
            </>
          )}
        </span>
      ) : null}
    </>
  )
}
