import { createCipheriv } from 'node:crypto'
import { closeSync, openSync, writeSync } from 'node:fs'
import { TAR_END, tarEntry } from '../../scripts/sandbox/images/tar.mjs'

/**
 * Writes a layer as they are: a system's folders, most files of a few kilobytes and few of megabytes, half of the bytes compress.
 * The same every time.
 * @param {string} path @param {{ files: number, bytes: number }} size
 */
export function writeBigLayer(path, { files, bytes }) {
  const random = createCipheriv('aes-128-ctr', Buffer.alloc(16, 7), Buffer.alloc(16))
  const file = openSync(path, 'w')
  const average = bytes / files
  for (let number = 0; number < files; number += 1) {
    // One of 200 has half of all bytes; the others lie between a tenth and nearly twice the rest.
    const isBig = number % 200 === 0
    const spread = 0.1 + ((number * 7_919) % 1_000) / 555
    const size = Math.round(isBig ? average * 100 : average * 0.5 * spread)
    const content = Buffer.alloc(size, `line ${number} of some text that repeats itself\n`)
    for (let at = 0; at < size; at += 4_096) {
      const part = content.subarray(at, Math.min(at + 2_048, size))
      random.update(Buffer.alloc(part.length)).copy(part)
    }
    const name = `usr/lib/package-${number % 499}/share/data-${number % 7}/file-${number}.dat`
    for (const part of tarEntry({ name, content, mtime: 1_700_000_000 + number })) writeSync(file, part)
  }
  writeSync(file, TAR_END)
  closeSync(file)
}
