import { blockBytes } from './tarHeader'

/** Two empty blocks end a tar. */
export const tarEnd = Buffer.alloc(2 * blockBytes)

const maxName = 100
const maxOctalSize = 8_589_934_592

/** What comes before a file's bytes: readable by everyone, of 1970, so that the same content gives the same tar. PAX for long names. */
export function fileHeader(path: string, size: number): Buffer {
  if (Buffer.byteLength(path) <= maxName) return header(path, size, '0')
  const record = paxRecord('path', path)
  return Buffer.concat([
    header('long-name', record.length, 'x'),
    record,
    filler(record.length),
    header('long-name', size, '0'),
  ])
}

/** Zeros up to the next block. */
export function filler(size: number): Buffer {
  return Buffer.alloc((blockBytes - (size % blockBytes)) % blockBytes)
}

function header(path: string, size: number, type: '0' | 'x'): Buffer {
  const block = Buffer.alloc(blockBytes)
  block.write(path, 0, maxName, 'utf8')
  block.write('0000644\0', 100)
  block.write('0000000\0', 108)
  block.write('0000000\0', 116)
  writeSize(block, size)
  block.write('00000000000\0', 136)
  block.write(' '.repeat(8), 148)
  block.write(type, 156)
  block.write('ustar\x0000', 257, 'latin1')
  let sum = 0
  for (const byte of block) sum += byte
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return block
}

/** Octal, or base 256 beyond 8 GiB, as GNU does. */
function writeSize(block: Buffer, size: number): void {
  if (size < maxOctalSize) {
    block.write(`${size.toString(8).padStart(11, '0')}\0`, 124)
    return
  }
  block[124] = 0x80
  block.writeUIntBE(size, 130, 6)
}

/** `<length> <key>=<value>\n`, where the length counts itself (POSIX pax). */
function paxRecord(key: string, value: string): Buffer {
  const rest = ` ${key}=${value}\n`
  let length = Buffer.byteLength(rest)
  while (String(length).length + Buffer.byteLength(rest) !== length) {
    length = String(length).length + Buffer.byteLength(rest)
  }
  return Buffer.from(`${length}${rest}`)
}
