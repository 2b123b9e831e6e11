import { expect, it } from 'vitest'
import { unpackCommand } from '../../../renderer/features/openings/unpack.logic'

it.each([
  ['xz', 'a.tar.xz', 'xz --decompress --keep a.tar.xz'],
  ['bzip2', 'my app.tbz', "bzip2 --decompress --keep 'my app.tbz'"],
  ['bzip2', '-rf.bz2', 'bzip2 --decompress --keep ./-rf.bz2'],
  ['gzip', 'a.tar.gz', undefined],
  ['zstd', 'a.tar.zst', undefined],
])('a file packed by %s is unpacked by its program, and kept', (packing, name, command) => {
  expect(unpackCommand(packing, name)).toBe(command)
})
