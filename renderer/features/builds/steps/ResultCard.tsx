import type { BuildReport, FormerOwner } from '@shared/domain/build'
import { shortId } from '@shared/domain/digest'
import { CircleCheck, Layers } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button, Bytes, CopyButton, Fact, Facts, Mono, Untrusted } from '../../../components'

/** What came of it, as it was checked on the engine. */
export function ResultCard(props: {
  readonly report: BuildReport
  readonly onOpenImage: ((imageId: string) => void) | undefined
}) {
  const { t } = useTranslation('buildSteps')
  const { report, onOpenImage } = props
  const { imageId, size, tags, sentBytes, dangling, gone } = report
  return (
    <section
      aria-label={t('result.title')}
      className="m-3 flex gap-2 rounded-md border border-line bg-raised p-3"
    >
      <CircleCheck size={16} aria-hidden className="mt-0.5 shrink-0 text-ok" />
      <div className="flex min-w-0 flex-1 flex-wrap gap-2">
        <div className="min-w-60 flex-1">
          <Facts>
            <Fact label={t('result.tags')}>
              {tags.length === 0 ? (
                <span className="text-muted">{t('result.noTags')}</span>
              ) : (
                tags.map((tag) => (
                  <div key={tag}>
                    <Mono>{tag}</Mono>
                  </div>
                ))
              )}
            </Fact>
            <Fact label={t('result.image')}>
              <span className="flex items-center gap-1">
                <Mono>{shortId(imageId)}</Mono>
                <CopyButton text={imageId} label={t('result.copyImage')} />
              </span>
            </Fact>
            <Fact label={t('result.size')}>
              <Bytes value={size} />
            </Fact>
            <Fact label={t('result.sent')}>
              <Bytes value={sentBytes} />
            </Fact>
            <Former
              label={t('result.dangling')}
              why={t('result.danglingWhy')}
              owners={dangling}
              open={onOpenImage}
            />
            <Former label={t('result.gone')} why={t('result.goneWhy')} owners={gone} open={undefined} />
          </Facts>
        </div>
        {onOpenImage === undefined ? null : (
          <span className="shrink-0">
            <Button icon={Layers} onClick={() => onOpenImage(imageId)}>
              {t('result.open')}
            </Button>
          </span>
        )}
      </div>
    </section>
  )
}

/** Images that lost their last name to this one. */
function Former(props: {
  readonly label: string
  readonly why: string
  readonly owners: readonly FormerOwner[]
  readonly open: ((imageId: string) => void) | undefined
}) {
  const { t } = useTranslation('buildSteps')
  const { label, why, owners, open } = props
  if (owners.length === 0) return null
  return (
    <Fact label={label} tip={why}>
      {owners.map(({ imageId, was }) => (
        <div key={`${imageId} ${was}`} className="flex flex-wrap items-center gap-x-2">
          {open === undefined ? (
            <Mono>{shortId(imageId)}</Mono>
          ) : (
            <button
              type="button"
              onClick={() => open(imageId)}
              className="rounded-sm text-accent hover:underline"
            >
              <Mono>{shortId(imageId)}</Mono>
            </button>
          )}
          <span className="text-muted">
            <Untrusted text={t('result.was', { name: was })} />
          </span>
        </div>
      ))}
    </Fact>
  )
}
