import { shortId } from '@shared/domain/digest'
import type { ContainerUse } from '@shared/domain/image'
import type { ImageDetails } from '@shared/domain/imageDetails'
import { harmless } from '@shared/text'
import { Circle, CirclePlay } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Mono, Untrusted } from '../../../components'
import { LinkButton } from '../LinkButton'
import { containersInOrder } from './overview.logic'
import { Fact, Facts, Remark, Section } from './Section'

export function UsedBySection({ details }: { readonly details: ImageDetails }) {
  const { t } = useTranslation('details')
  const { containers } = details
  const names = new Set(details.references.map((reference) => reference.familiar))
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
              <Container
                key={container.id}
                container={container}
                isOldName={!names.has(container.createdFrom)}
              />
            ))}
          </ul>
        </>
      )}
    </Section>
  )
}

function Container(props: {
  readonly container: ContainerUse
  /** It was started by a name or an ID that the image does not have now. */
  readonly isOldName: boolean
}) {
  const { t } = useTranslation('details')
  const { container, isOldName } = props
  const Icon = container.running ? CirclePlay : Circle
  return (
    <li className="flex h-6 min-w-0 items-center gap-2" data-tip={container.id.slice(0, 12)}>
      <Icon
        size={14}
        aria-hidden
        className={container.running ? 'shrink-0 text-ok' : 'shrink-0 text-faint'}
      />
      <span className="clip min-w-0 flex-1" data-selectable>
        <Untrusted text={container.name} />
        {isOldName && container.createdFrom !== '' ? (
          <span className="ml-2 text-sm text-muted">
            {t('use.byOldName', { reference: harmless(container.createdFrom) })}
          </span>
        ) : null}
      </span>
      <span className="text-sm text-muted">
        <Untrusted text={container.state} />
      </span>
    </li>
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
