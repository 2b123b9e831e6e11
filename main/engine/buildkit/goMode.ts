import type { ContextEntry } from '../../ports/buildEngine'

/** Bits of Go's os.FileMode (io/fs/fs.go), which are not those of stat(2). */
const folder = 0x8000_0000
const link = 0x0800_0000
const setuid = 0x0080_0000
const setgid = 0x0040_0000
const sticky = 0x0010_0000

/** An entry's mode as Go writes it. */
export function goMode({ kind, mode }: Pick<ContextEntry, 'kind' | 'mode'>): number {
  let bits = mode & 0o777
  if ((mode & 0o4000) !== 0) bits += setuid
  if ((mode & 0o2000) !== 0) bits += setgid
  if ((mode & 0o1000) !== 0) bits += sticky
  if (kind === 'folder') bits += folder
  if (kind === 'link') bits += link
  return bits
}
