import type { OpenedImage } from '@shared/domain/contents'
import { useTranslation } from 'react-i18next'
import { Bytes, CopyButton, Fact, Facts, Mono, RelativeTime, Untrusted } from '../../../components'
import type { ContentsPlace } from '../../frame'
import { DamageList } from './DamageList'
import { PlatformTree } from './PlatformTree'

/** The facts of the image, and all that its place holds. */
export function AboutView({ image, open }: { readonly image: OpenedImage; readonly open: ContentsPlace }) {
  const { t } = useTranslation('contents')
  const { configDigest, created, platform, storedBytes, references, tree } = image
  return (
    <div className="flex max-w-[880px] flex-col gap-4 p-3">
      <DamageList image={image} />
      <Facts label={t('about.label')}>
        <Fact label={t('about.place')}>{t(`placeTip.${image.place}`)}</Fact>
        <Fact label={t('about.names')}>
          {references.length === 0 ? (
            <span className="text-muted">{t('about.none')}</span>
          ) : (
            references.slice(0, 100).map((reference) => (
              <div key={reference}>
                <Mono>{reference}</Mono>
              </div>
            ))
          )}
        </Fact>
        <Fact label={t('about.id')}>
          <Digest text={image.id} label={t('copyId')} />
        </Fact>
        {configDigest === undefined || configDigest === image.id ? null : (
          <Fact label={t('about.config')}>
            <Digest text={configDigest} label={t('about.copyConfig')} />
          </Fact>
        )}
        <Fact label={t('about.platform')}>
          {platform === undefined ? t('about.unknown') : <Untrusted text={platform} />}
        </Fact>
        <Fact label={t('about.created')}>
          {created === undefined ? t('about.unknown') : <RelativeTime ms={created} />}
        </Fact>
        <Fact label={t('about.layers')}>{image.layerCount}</Fact>
        <Fact label={t('about.stored')}>
          {storedBytes === undefined ? t('about.unknown') : <Bytes value={storedBytes} />}
        </Fact>
      </Facts>
      <section aria-label={t('platform.tree')}>
        <h2 className="m-0 mb-1 text-base font-semibold">{t('platform.tree')}</h2>
        {tree === undefined ? (
          <p className="m-0 text-muted">{t('about.treeUnread')}</p>
        ) : (
          <PlatformTree tree={tree} image={image} open={open} />
        )}
      </section>
    </div>
  )
}

function Digest({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    <span className="flex items-start gap-0.5 [&>code]:py-0.5">
      <Mono>{text}</Mono>
      <CopyButton text={text} label={label} />
    </span>
  )
}
