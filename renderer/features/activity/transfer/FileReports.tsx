import { shortId } from '@shared/domain/digest'
import type { LoadReport, SaveReport } from '@shared/domain/transfer'
import { useTranslation } from 'react-i18next'
import { Bytes, Fact, Facts, Mono } from '../../../components'

const isId = (text: string): boolean => /^sha256:[0-9a-f]{64}$/.test(text)

export function Saved({ report }: { readonly report: SaveReport }) {
  const { t } = useTranslation('activity')
  const { name, bytes, images, checked } = report
  return (
    <Facts>
      <Fact label={t('report.file')}>
        <Mono>{name}</Mono>
      </Fact>
      <Fact label={t('report.fileSize')}>
        <Bytes value={bytes} />
      </Fact>
      <Fact label={t('report.checked')}>{t('report.checkedText', { count: checked })}</Fact>
      <Fact label={t('report.contents', { count: images.length })}>
        {images.map((image) => (
          <div key={image}>
            <Mono>{isId(image) ? shortId(image) : image}</Mono>
          </div>
        ))}
      </Fact>
    </Facts>
  )
}

export function Loaded({ report }: { readonly report: LoadReport }) {
  const { t } = useTranslation('activity')
  const { name, instead, images, bytes } = report
  return (
    <Facts>
      <Fact label={t('report.file')}>
        <Mono>{name}</Mono>
      </Fact>
      {instead ? <Fact label={t('report.instead')}>{t('report.insteadText')}</Fact> : null}
      <Fact label={t('report.gave', { count: images.length })}>
        {images.map(({ imageId, reference, size }) => (
          <div key={`${imageId} ${reference ?? ''}`} className="flex min-w-0 items-baseline gap-3">
            {reference === undefined ? null : (
              <span className="min-w-0 [overflow-wrap:anywhere]">
                <Mono>{reference}</Mono>
              </span>
            )}
            <Mono muted={reference !== undefined}>{shortId(imageId)}</Mono>
            <span className="text-sm text-muted">
              <Bytes value={size} />
            </span>
          </div>
        ))}
      </Fact>
      <Fact label={t('report.sent')}>
        <Bytes value={bytes} />
      </Fact>
    </Facts>
  )
}
