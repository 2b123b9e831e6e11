import { shellWord } from '@shared/shellWord'
import { harmless } from '@shared/text'

/** How a file that can't be looked into is unpacked, the packed one kept; undefined where that is not needed. */
export function unpackCommand(packing: string, name: string): string | undefined {
  if (packing !== 'bzip2' && packing !== 'xz') return undefined
  // Else it would be taken for an option.
  const file = name.startsWith('-') ? `./${name}` : name
  return `${packing} --decompress --keep ${shellWord(harmless(file))}`
}
