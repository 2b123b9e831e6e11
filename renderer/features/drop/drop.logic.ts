import type { FileGrant, FilesDrop } from '@shared/domain/files'
import { pastedReference } from '@shared/domain/pastedReference'
import { parseReference } from '@shared/domain/reference'

/** What a drop on the window is taken for. */
export type DropMeaning =
  /** A context: a folder, or a Dockerfile whose folder is the context. */
  | { readonly type: 'build'; readonly source: FileGrant }
  /** A tar of images or of a file system. */
  | { readonly type: 'archive'; readonly source: FileGrant }
  | { readonly type: 'several' }
  /** Gone, unreadable, or neither a file nor a folder. */
  | { readonly type: 'nothing' }

export function meaningOf({ items, refused }: FilesDrop): DropMeaning {
  const [source] = items
  if (items.length + refused > 1) return { type: 'several' }
  if (source === undefined) return { type: 'nothing' }
  return source.kind === 'file' && isArchive(source.name)
    ? { type: 'archive', source }
    : { type: 'build', source }
}

/** By its name alone: what is in it is looked at when it is opened. */
function isArchive(name: string): boolean {
  return /\.(?:tar|tgz|tbz2?|txz|gz|bz2|xz|zst)$/i.test(name)
}

/** A name, a `docker pull` command or a link to a page of Docker Hub; undefined for any other text. */
export function droppedReference(text: string): string | undefined {
  const name = pastedReference(text)
  if (name === '' || name.length > 512 || /\s/.test(name)) return undefined
  return parseReference(name).ok ? name : undefined
}
