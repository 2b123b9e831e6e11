import type { DuplicateContent } from '@shared/domain/contents'
import { useTranslation } from 'react-i18next'
import { formatBytes, Untrusted } from '../../../components'

const mostPaths = 4

/** The same bytes under several paths, all of them seen. */
export function DuplicateRow({ content }: { readonly content: DuplicateContent }) {
  const { t, i18n } = useTranslation('waste')
  const { paths, copies, bytes } = content
  const shown = paths.slice(0, mostPaths)
  const more = copies - shown.length
  return (
    <div className="flex items-start gap-3 border-b border-line/60 px-4 py-1">
      <ul aria-label={t('duplicates.paths')} className="m-0 min-w-0 flex-1 list-none p-0" data-selectable>
        {shown.map((path) => (
          <li key={path} className="clip font-mono text-sm" data-tip={path}>
            <Untrusted text={path} />
          </li>
        ))}
        {more > 0 ? <li className="text-sm text-muted">{t('duplicates.more', { count: more })}</li> : null}
      </ul>
      <span className="shrink-0 text-sm text-muted">{t('duplicates.copies', { count: copies })}</span>
      <span className="w-20 shrink-0 text-right" data-tip={t('duplicates.savesTip')}>
        {formatBytes(bytes, i18n.language)}
      </span>
    </div>
  )
}
