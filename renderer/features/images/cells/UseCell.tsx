import type { ImageRow } from '@shared/domain/image'
import { useTranslation } from 'react-i18next'
import { Untrusted, visibleText } from '../../../components'

/** Names of the containers, running ones first, and how many more. */
export function UseCell({ row }: { readonly row: ImageRow }) {
  const { t } = useTranslation('images')
  const total = row.running + row.stopped
  if (total === 0) return null
  const more = total - row.usedBy.length
  const counts = [
    ...(row.running > 0 ? [t('running', { count: row.running })] : []),
    ...(row.stopped > 0 ? [t('stopped', { count: row.stopped })] : []),
  ].join(', ')
  const first = row.usedBy[0]
  const others = total - 1
  return (
    <span
      data-tip={`${counts}\n${row.usedBy.map((name) => visibleText(name)).join('\n')}${more > 0 ? `\n+${more}` : ''}`}
      className="flex min-w-0 items-center gap-1.5"
    >
      {first === undefined ? (
        counts
      ) : (
        <span className="clip">
          <Untrusted text={first} />
        </span>
      )}
      {first !== undefined && others > 0 ? (
        <span className="shrink-0 text-sm text-muted">+{others}</span>
      ) : null}
      <span className="sr-only">{counts}</span>
    </span>
  )
}
