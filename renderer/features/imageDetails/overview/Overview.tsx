import type { ImageRow } from '@shared/domain/image'
import type { ImageDetails } from '@shared/domain/imageDetails'
import { useTranslation } from 'react-i18next'
import { CopyButton } from '../../../components'
import { ConfigSection } from './ConfigSection'
import { ImageSection } from './ImageSection'
import { LedgerSection } from './LedgerSection'
import { NamesSection } from './NamesSection'
import { PairList } from './PairList'
import { RunSection } from './RunSection'
import { Remark, Section } from './Section'
import { FamilySection, OnBuildSection, UsedBySection } from './UseSections'

export function Overview(props: {
  readonly details: ImageDetails
  readonly row: ImageRow | undefined
  readonly onOpenImage: (imageId: string) => void
  readonly onUntag: (reference: string) => void
}) {
  const { details, row, onOpenImage, onUntag } = props
  return (
    <div>
      <NamesSection details={details} row={row} onUntag={onUntag} />
      <ImageSection details={details} />
      <LedgerSection details={details} />
      <RunSection command={details.command} />
      <ConfigSection details={details} />
      <UsedBySection details={details} />
      <EnvSection details={details} />
      <LabelsSection details={details} />
      <OnBuildSection triggers={details.onBuild} />
      <FamilySection details={details} onOpenImage={onOpenImage} />
    </div>
  )
}

function EnvSection({ details }: { readonly details: ImageDetails }) {
  const { t } = useTranslation('details')
  const { env, envTotal } = details
  const all = env.map((pair) => `${pair.name}=${pair.value.text}`).join('\n')
  return (
    <Section
      title={t('section.env')}
      aside={env.length === 0 ? undefined : <CopyButton text={all} label={t('env.copyAll')} />}
    >
      {env.length === 0 ? (
        <p className="m-0 text-muted">{t('env.none')}</p>
      ) : (
        <PairList pairs={env} filterLabel={t('env.filter')} noMatch={t('env.noMatch')} />
      )}
      {envTotal > env.length ? (
        <Remark>{t('env.first', { shown: env.length, total: envTotal })}</Remark>
      ) : null}
    </Section>
  )
}

function LabelsSection({ details }: { readonly details: ImageDetails }) {
  const { t } = useTranslation('details')
  const { labels, labelsTotal } = details
  return (
    <Section title={t('section.labels')}>
      {labels.length === 0 ? (
        <p className="m-0 text-muted">{t('labels.none')}</p>
      ) : (
        <PairList pairs={labels} filterLabel={t('labels.filter')} noMatch={t('labels.noMatch')} />
      )}
      {labelsTotal > labels.length ? (
        <Remark>{t('labels.first', { shown: labels.length, total: labelsTotal })}</Remark>
      ) : null}
    </Section>
  )
}
