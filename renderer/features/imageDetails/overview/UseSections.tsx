import { shortId } from '@shared/domain/digest'
import type { ImageDetails } from '@shared/domain/imageDetails'
import { useTranslation } from 'react-i18next'
import { Fact, Facts, Mono } from '../../../components'
import { LinkButton } from '../LinkButton'
import { ContainerRow } from './ContainerRow'
import { OutdatedContainers } from './OutdatedContainers'
import { containersInOrder } from './overview.logic'
import { Remark, Section } from './Section'

export function UsedBySection({ details }: { readonly details: ImageDetails }) {
  const { t } = useTranslation('details')
  const { containers } = details
  const names = new Set(details.references.map((reference) => reference.familiar))
  const image = details.references[0]?.familiar ?? details.id
  const running = containers.filter((container) => container.running).length
  return (
    <Section title={t('section.use')}>
      {containers.length === 0 ? (
        <p className="m-0 text-muted">{t('use.none')}</p>
      ) : (
        <>
          <p className="m-0 text-muted">
            {t('use.summary', { count: containers.length, running, stopped: containers.length - running })}
          </p>
          <ul className="m-0 mt-1 max-h-64 list-none overflow-auto p-0">
            {containersInOrder(containers).map((container) => (
              <ContainerRow
                key={container.id}
                container={container}
                image={image}
                imageId={details.id}
                isOldName={!names.has(container.createdFrom)}
              />
            ))}
          </ul>
        </>
      )}
      <OutdatedContainers imageId={details.id} />
    </Section>
  )
}

/** Links that only the classic builder leaves; said in words where there are none. */
export function FamilySection(props: {
  readonly details: ImageDetails
  readonly onOpenImage: (imageId: string) => void
}) {
  const { t } = useTranslation('details')
  const { details, onOpenImage } = props
  if (details.parentId === undefined && details.children.length === 0)
    return (
      <Section title={t('section.family')}>
        <Remark>{t('family.none')}</Remark>
      </Section>
    )
  return (
    <Section title={t('section.family')}>
      <Facts>
        {details.parentId === undefined ? null : (
          <Fact label={t('family.parent')}>
            <OpenImage id={details.parentId} onOpen={onOpenImage} />
          </Fact>
        )}
        {details.children.length === 0 ? null : (
          <Fact label={t('family.children')}>
            <ul className="m-0 max-h-48 list-none overflow-auto p-0">
              {details.children.map((child) => (
                <li key={child.id}>
                  <OpenImage id={child.id} name={child.name} onOpen={onOpenImage} />
                </li>
              ))}
            </ul>
          </Fact>
        )}
      </Facts>
    </Section>
  )
}

function OpenImage(props: {
  readonly id: string
  readonly name?: string | undefined
  readonly onOpen: (imageId: string) => void
}) {
  const name = props.name ?? shortId(props.id)
  return (
    <LinkButton onClick={() => props.onOpen(props.id)}>
      <Mono>{name}</Mono>
    </LinkButton>
  )
}

export function OnBuildSection({ triggers }: { readonly triggers: readonly string[] }) {
  const { t } = useTranslation('details')
  if (triggers.length === 0) return null
  return (
    <Section title={t('section.onBuild')}>
      <ol className="m-0 list-none p-0" data-selectable>
        {triggers.map((trigger, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: triggers are in order and never move
          <li key={index} className="[overflow-wrap:anywhere]">
            <Mono>{trigger}</Mono>
          </li>
        ))}
      </ol>
      <Remark>{t('onBuild.text')}</Remark>
    </Section>
  )
}
