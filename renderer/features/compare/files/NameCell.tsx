import type { CompareRow } from '@shared/domain/compare'
import { cut, harmless } from '@shared/text'
import { ChevronDown, ChevronRight, File, Folder, FolderOpen } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { cx, Untrusted } from '../../../components'
import { signs, tones } from '../compare.logic'

/** px a level */
const indent = 14
/** Characters of a name that a line can show. */
const shownCharacters = 260

/** What happened to it, by sign and colour; where it is in the tree; its name. */
export function NameCell({ row }: { readonly row: CompareRow }) {
  const { t } = useTranslation('compare')
  const { name, isFolder, change, depth, isOpen, hasChildren } = row
  const Icon = isFolder ? (isOpen ? FolderOpen : Folder) : File
  const Chevron = isOpen ? ChevronDown : ChevronRight
  return (
    <span className={cx('flex min-w-0 items-center', change !== undefined && tones[change])}>
      <span className="w-5 shrink-0 text-center font-mono font-semibold">
        {change === undefined ? null : (
          <>
            <span aria-hidden>{signs[change]}</span>
            <span className="sr-only">{t(`change.${change}`)}</span>
          </>
        )}
      </span>
      {/* However deep it is, its name stays in sight. */}
      <span className="max-w-[40%] shrink-0" style={{ width: depth * indent }} />
      <span className="flex w-4 shrink-0 justify-center">
        {hasChildren ? <Chevron size={14} aria-hidden className="text-muted" /> : null}
      </span>
      <Icon size={14} aria-hidden className="mr-1.5 shrink-0 opacity-80" />
      <span className={cx('clip min-w-0', change === 'removed' && 'line-through')} data-tip={harmless(name)}>
        <Untrusted text={cut(name, shownCharacters)} />
      </span>
    </span>
  )
}
