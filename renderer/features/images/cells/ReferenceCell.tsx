import { shortId } from '@shared/domain/digest'
import type { ImageRow } from '@shared/domain/image'
import { firstName } from '@shared/domain/imageNames'
import { useTranslation } from 'react-i18next'
import { cx, formatRelative, Untrusted, useNow, visibleText } from '../../../components'
import { namesOf, shownReference } from '../list/references.logic'

/** The first name with its tag in a chip, how many more there are, or why there is none. */
export function ReferenceCell({ row }: { readonly row: ImageRow }) {
  const first = firstName(row)
  return first === undefined ? <Unnamed row={row} /> : <Named row={row} first={first} />
}

function Named({ row, first }: { readonly row: ImageRow; readonly first: string }) {
  const { t } = useTranslation('images')
  const { path, name, tag, digest } = shownReference(first)
  const names = namesOf(row)
  const more = names.length - 1
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      <span data-tip={visibleText(first)} className="flex min-w-0 items-center">
        {/* The path gives way first, then the tag, the name last. Each alone: a fraction of a pixel makes an ellipsis. */}
        {path === '' ? null : (
          <span className="clip min-w-[2ch] shrink-[10000000000] font-mono text-sm text-muted">
            <Untrusted text={path} />
          </span>
        )}
        <span className="clip font-mono text-sm">
          <Untrusted text={name} />
        </span>
        {tag === undefined ? null : <TagChip text={tag} />}
        {digest === undefined ? null : <TagChip text={`@${digest}`} dashed />}
      </span>
      {more > 0 ? (
        <span
          data-tip={names
            .slice(1, 30)
            .map((other) => visibleText(other))
            .join('\n')}
          className="shrink-0 text-sm text-muted"
        >
          +{more}
          <span className="sr-only"> {t('moreTags', { count: more })}</span>
        </span>
      ) : null}
      {row.naming === 'digestOnly' ? (
        <span data-tip={t('byDigestTip')} className="shrink-0 text-sm text-muted">
          {t('byDigest')}
        </span>
      ) : null}
    </span>
  )
}

function TagChip({ text, dashed = false }: { readonly text: string; readonly dashed?: boolean }) {
  return (
    <span
      className={cx(
        'clip ml-1.5 min-w-[3ch] shrink-[100000] rounded-sm border border-line px-1 font-mono text-sm leading-4',
        dashed ? 'border-dashed border-line-strong' : 'bg-raised',
      )}
    >
      <Untrusted text={text} />
    </span>
  )
}

function Unnamed({ row }: { readonly row: ImageRow }) {
  const { t } = useTranslation('images')
  return (
    <span className="flex min-w-0 items-center gap-2">
      <code className="shrink-0 font-mono text-sm text-muted">{shortId(row.id)}</code>
      <span className="clip min-w-0 text-sm text-muted">
        {row.was !== undefined ? (
          <WasTagged tag={row.was.tag} until={row.was.until} />
        ) : (
          t(row.naming === 'intermediate' ? 'step' : 'noName')
        )}
      </span>
    </span>
  )
}

function WasTagged({ tag, until }: { readonly tag: string; readonly until: number }) {
  const { t, i18n } = useTranslation('images')
  const now = useNow('minute')
  const when = formatRelative(until, Math.max(now, until), i18n.language) ?? t('justNow')
  const text = t('was', { tag: visibleText(tag), when })
  return <span data-tip={text}>{text}</span>
}
