import type { LayerIndex } from '../../main/layers/layerIndex'
import { indexOf } from './layerIndex'
import { aFile, aFolder, aHardLink, aSymlink, type TarSpec } from './layerTar'

/** One tar entry. `.wh.` names are whiteouts, a path that ends in `/` is a folder, else it is a file with `data`. */
export type AnEntry = {
  readonly path: string
  readonly data?: string | Uint8Array
  readonly symlink?: string
  readonly hardLink?: string
  readonly mode?: number
  readonly uid?: number
  readonly gid?: number
  /** Seconds. */
  readonly modified?: number
}

/** A layer in short: `a/b=text` is a file, `a/` a folder, `a/.wh.b` a whiteout, `a -> b` and `a is b` links. */
export function aLayer(...entries: readonly (AnEntry | string)[]): LayerIndex {
  return indexOf(entries.map(specOf))
}

export function specOf(entry: AnEntry | string): TarSpec {
  const { path, data, symlink, hardLink, mode, uid, gid, modified } =
    typeof entry === 'string' ? fromText(entry) : entry
  const over = {
    ...(mode === undefined ? {} : { mode }),
    ...(uid === undefined ? {} : { uid }),
    ...(gid === undefined ? {} : { gid }),
    mtime: modified ?? 0,
    gnuLong: path.length > 100,
  }
  if (symlink !== undefined) return aSymlink(path, symlink, over)
  if (hardLink !== undefined) return aHardLink(path, hardLink, over)
  return path.endsWith('/') ? aFolder(path, over) : aFile(path, data ?? '', over)
}

function fromText(text: string): AnEntry {
  const [path = '', data] = text.split('=', 2)
  const [link = '', symlink] = path.split(' -> ', 2)
  if (symlink !== undefined) return { path: link, symlink }
  const [name = '', hardLink] = path.split(' is ', 2)
  if (hardLink !== undefined) return { path: name, hardLink }
  return data === undefined ? { path } : { path, data }
}
