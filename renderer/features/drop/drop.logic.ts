import type { ArchiveContent } from '@shared/domain/archive'
import type { FileGrant, FilesDrop } from '@shared/domain/files'
import { pastedReference } from '@shared/domain/pastedReference'
import { parseReference } from '@shared/domain/reference'
import type { AppErrorCode } from '@shared/errors'

/** What a drop on the window may be: what it is, is seen by looking at it. */
export type DropMeaning =
  /** A context, or an OCI layout. */
  | { readonly type: 'folder'; readonly source: FileGrant }
  /** A Dockerfile whose folder is the context, or a tar of images or of a file system. */
  | { readonly type: 'file'; readonly source: FileGrant }
  | { readonly type: 'several' }
  /** Gone, unreadable, or neither a file nor a folder. */
  | { readonly type: 'nothing' }

export function meaningOf({ items, refused }: FilesDrop): DropMeaning {
  const [source] = items
  if (items.length + refused > 1) return { type: 'several' }
  if (source === undefined) return { type: 'nothing' }
  return { type: source.kind, source }
}

/** What becomes of it. `load`: the dialog that says what is in it, and loads or imports it. */
export type DropWay = 'contents' | 'load' | 'build'

/** A file, once it was looked at. Saved images are opened; what has the name of an archive is one, whatever it holds. */
export function fileWay(name: string, content: ArchiveContent['type'] | undefined): DropWay {
  if (content === 'image') return 'contents'
  return content === 'rootfs' || content === 'packed' || isArchive(name) ? 'load' : 'build'
}

/** A Dockerfile needs no look; a file with another name may be anything. */
export function isDockerfile(name: string): boolean {
  return (
    /^(?:(?:docker|container)file(?:\..*)?|.*\.(?:docker|container)file)$/i.test(name) && !isArchive(name)
  )
}

/** A folder, once it was tried as an OCI layout: `failed` is what it could not be opened for. */
export function folderWay(failed: AppErrorCode | undefined): DropWay {
  if (failed === undefined) return 'contents'
  // A layout that is damaged is one all the same; its page says what is wrong.
  return failed.startsWith('SOURCE_') && failed !== 'SOURCE_NOT_LAYOUT' ? 'contents' : 'build'
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
