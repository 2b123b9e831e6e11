import type { ImageRow } from '@shared/domain/image'
import type { ImageDetails, NamedReference } from '@shared/domain/imageDetails'
import { harmless } from '@shared/text'
import { Eraser } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { CopyButton, formatRelative, IconButton, Untrusted, useNow } from '../../../components'
import { byRepository, type RepositoryNames } from './overview.logic'
import { Remark, Section } from './Section'

type NamesProps = {
  readonly details: ImageDetails
  /** The list's row, where known: why a dangling image dangles. */
  readonly row: ImageRow | undefined
  readonly onUntag: (reference: string) => void
}

/** Every name, by repository; each repository knows the image by a digest of its own. */
export function NamesSection({ details, row, onUntag }: NamesProps) {
  const { t } = useTranslation('details')
  const groups = byRepository(details.references)
  return (
    <Section title={t('section.names')}>
      {groups.map((group) => (
        <Repository key={group.repository} group={group} onUntag={onUntag} />
      ))}
      {details.digestsWithoutTag.map((reference) => (
        <div key={reference} className="mb-1">
          <Line text={reference} copyLabel={t('names.copyReference', { reference: harmless(reference) })}>
            <UntagButton reference={reference} onUntag={onUntag} />
          </Line>
          <Remark>{t('names.digestOnly')}</Remark>
        </div>
      ))}
      {groups.length === 0 && details.digestsWithoutTag.length === 0 ? <NoName row={row} /> : null}
    </Section>
  )
}

function NoName({ row }: { readonly row: ImageRow | undefined }) {
  const { t, i18n } = useTranslation('details')
  const now = useNow('minute')
  const was = row?.was
  return (
    <p className="m-0 text-muted">
      {t('names.none')}{' '}
      {was === undefined
        ? null
        : t('names.danglingSince', {
            tag: harmless(was.tag),
            when: formatRelative(was.until, Math.max(now, was.until), i18n.language) ?? t('names.justNow'),
          })}
    </p>
  )
}

function Repository(props: {
  readonly group: RepositoryNames
  readonly onUntag: (reference: string) => void
}) {
  const { t } = useTranslation('details')
  const { group, onUntag } = props
  const repository = harmless(group.repository)
  return (
    <div className="mb-1.5 last:mb-0">
      {group.references.map((reference: NamedReference) => (
        <Line
          key={reference.canonical}
          text={reference.familiar}
          tip={reference.canonical}
          copyLabel={t('names.copyReference', { reference: harmless(reference.familiar) })}
        >
          <UntagButton reference={reference.familiar} onUntag={onUntag} />
        </Line>
      ))}
      {group.repoDigest === undefined ? (
        <Remark>{t('names.noDigest')}</Remark>
      ) : (
        <div className="flex min-w-0 items-center gap-0.5 text-muted">
          <code
            className="clip isolate-text min-w-0 flex-1 font-mono text-sm"
            data-tip={harmless(group.repoDigest)}
          >
            {harmless(group.repoDigest)}
          </code>
          <CopyButton text={group.repoDigest} label={t('names.copyDigest', { repository })} />
        </div>
      )}
    </div>
  )
}

function UntagButton(props: { readonly reference: string; readonly onUntag: (reference: string) => void }) {
  const { t } = useTranslation('details')
  const label = t('names.untag', { reference: harmless(props.reference) })
  return (
    <IconButton size="small" icon={Eraser} label={label} onClick={() => props.onUntag(props.reference)} />
  )
}

function Line(props: {
  readonly text: string
  readonly tip?: string
  readonly copyLabel: string
  readonly children: ReactNode
}) {
  return (
    <div className="flex min-w-0 items-start gap-0.5">
      <code
        className="min-w-0 flex-1 py-1 font-mono text-sm leading-4 font-semibold [overflow-wrap:anywhere]"
        data-tip={props.tip === undefined ? undefined : harmless(props.tip)}
        data-selectable
      >
        <Untrusted text={props.text} />
      </code>
      {props.children}
      <CopyButton text={props.text} label={props.copyLabel} />
    </div>
  )
}
