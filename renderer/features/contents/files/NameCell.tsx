import type { ChangeKind, NodeKind, TreeRow } from '@shared/domain/contents'
import { cut, harmless } from '@shared/text'
import {
  ArrowRight,
  ChevronDown,
  ChevronRight,
  Cog,
  File,
  Folder,
  FolderOpen,
  Link2,
  type LucideIcon,
  SquareArrowOutUpRight,
} from 'lucide-react'
import { cx, Untrusted } from '../../../components'
import { changeSigns } from './tree.logic'

const icons: Readonly<Record<NodeKind, LucideIcon>> = {
  file: File,
  folder: Folder,
  symlink: SquareArrowOutUpRight,
  hardLink: Link2,
  charDevice: Cog,
  blockDevice: Cog,
  fifo: ArrowRight,
}
const colours = {
  added: 'text-ok',
  changed: 'text-warn',
  metadata: 'text-accent',
  removed: 'text-danger',
} as const

/** Looked up once for all rows. */
export type NameWords = {
  readonly change: Readonly<Record<ChangeKind, string>>
  readonly kind: Readonly<Record<NodeKind, string>>
  readonly changeBelow: string
}

/** px a level */
const indent = 14
/** Characters of a name that a line can show. */
const shownCharacters = 260

/** What happened to it, by sign and colour; where it is in the tree; its name, and where a link leads. */
export function NameCell({ row, words }: { readonly row: TreeRow; readonly words: NameWords }) {
  const { name, kind, change, depth, target } = row
  const Icon = kind === 'folder' && row.isOpen ? FolderOpen : icons[kind]
  const Chevron = row.isOpen ? ChevronDown : ChevronRight
  const tip = harmless(target === undefined ? name : `${name} → ${target}`)
  return (
    <span className={cx('flex min-w-0 items-center', change !== undefined && colours[change])}>
      <span className="w-5 shrink-0 text-center font-mono">
        {change !== undefined ? (
          <>
            <span aria-hidden>{changeSigns[change]}</span>
            <span className="sr-only">{words.change[change]}</span>
          </>
        ) : row.hasChangeBelow === true ? (
          <span className="text-warn" data-tip={words.changeBelow}>
            <span aria-hidden>·</span>
            <span className="sr-only">{words.changeBelow}</span>
          </span>
        ) : null}
      </span>
      {/* However deep it is, its name stays in sight. */}
      <span className="max-w-[40%] shrink-0" style={{ width: depth * indent }} />
      <span className="flex w-4 shrink-0 justify-center">
        {row.hasChildren ? <Chevron size={14} aria-hidden className="text-muted" /> : null}
      </span>
      <Icon size={14} aria-hidden className="mr-1.5 shrink-0 opacity-80" />
      {kind === 'file' || kind === 'folder' ? null : <span className="sr-only">{words.kind[kind]}</span>}
      <span className={cx('clip min-w-0', change === 'removed' && 'line-through')} data-tip={tip}>
        <Untrusted text={cut(name, shownCharacters)} />
        {target === undefined ? null : (
          <span className="text-muted">
            {' → '}
            <Untrusted text={cut(target, shownCharacters)} />
          </span>
        )}
      </span>
    </span>
  )
}
