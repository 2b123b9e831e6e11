import type { ImageDetails } from '@shared/domain/imageDetails'
import { useTranslation } from 'react-i18next'
import { Badge, Bytes, CopyButton, Fact, Facts, RelativeTime, Untrusted } from '../../../components'
import { layerRemark, maxLayers } from './overview.logic'
import { Remark, Section } from './Section'

export function ImageSection({ details }: { readonly details: ImageDetails }) {
  const { t } = useTranslation('details')
  return (
    <Section title={t('section.image')}>
      <Facts>
        <Fact label={t('image.id')}>
          <div className="flex min-w-0 items-start gap-0.5">
            <code className="min-w-0 flex-1 py-0.5 font-mono text-sm leading-4">{details.id}</code>
            <CopyButton text={details.id} label={t('panel.copyId')} />
          </div>
        </Fact>
        <Fact label={t('image.platform')}>
          <Untrusted text={details.platform} />
        </Fact>
        <Fact label={t('image.size')}>
          <Bytes value={details.size} />
        </Fact>
        <Fact label={t('image.layers')}>
          <Layers count={details.layerCount} />
        </Fact>
        <Fact label={t('image.created')}>
          {details.created === undefined ? (
            <span className="text-muted">{t('image.createdUnknown')}</span>
          ) : (
            <RelativeTime ms={details.created} />
          )}
        </Fact>
        {details.lastTagged === undefined ? null : (
          <Fact label={t('image.tagged')}>
            <RelativeTime ms={details.lastTagged} />
          </Fact>
        )}
        <TextFact label={t('image.author')} text={details.author} />
        <TextFact label={t('image.comment')} text={details.comment} />
        {details.dockerVersion === undefined || details.dockerVersion === '' ? null : (
          <TextFact
            label={t('image.builtWith')}
            text={t('image.docker', { version: details.dockerVersion })}
          />
        )}
      </Facts>
    </Section>
  )
}

function TextFact({ label, text }: { readonly label: string; readonly text: string | undefined }) {
  return text === undefined || text === '' ? null : (
    <Fact label={label}>
      <Untrusted text={text} />
    </Fact>
  )
}

function Layers({ count }: { readonly count: number }) {
  const { t } = useTranslation('details')
  const remark = layerRemark(count)
  return (
    <>
      <span className="inline-flex items-center gap-2">
        {t('image.layerCount', { count, max: maxLayers })}
        {remark === 'none' ? null : (
          <Badge tone={remark === 'full' ? 'danger' : 'warn'}>
            {remark === 'full' ? t('image.layersShort.full') : t('image.layersShort.near')}
          </Badge>
        )}
      </span>
      {remark === 'none' ? null : (
        <Remark>{remark === 'full' ? t('image.layersFull') : t('image.layersNear')}</Remark>
      )}
    </>
  )
}
