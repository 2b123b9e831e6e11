const BLOCK = 512

/**
 * @typedef {object} TarEntry
 * @property {string} name
 * @property {Buffer | string} [content] a file; without it and without `link`, a folder
 * @property {string} [link] target of a symbolic link
 * @property {number} [mode]
 * @property {number} [uid]
 * @property {number} [mtime] seconds since 1970
 */

/** @param {number} value @param {number} width */
function octal(value, width) {
  return `${value.toString(8).padStart(width - 1, '0')}\0`
}

/**
 * A ustar header; names beyond 100 bytes are split at a slash, as ustar does.
 * @param {TarEntry} entry @param {number} size
 */
function header({ name, content, link, mode, uid = 0, mtime = 0 }, size) {
  const block = Buffer.alloc(BLOCK)
  const type = link !== undefined ? '2' : content === undefined ? '5' : '0'
  const full = type === '5' && !name.endsWith('/') ? `${name}/` : name
  const cut = Buffer.byteLength(full) <= 100 ? -1 : full.indexOf('/', full.length - 101)
  if (Buffer.byteLength(full.slice(cut + 1)) > 100)
    throw new Error(`${full} does not fit into a ustar header`)
  block.write(full.slice(cut + 1), 0, 100)
  block.write(octal(mode ?? (type === '5' ? 0o755 : 0o644), 8), 100)
  block.write(octal(uid, 8), 108)
  block.write(octal(uid, 8), 116)
  block.write(octal(size, 12), 124)
  block.write(octal(mtime, 12), 136)
  block.write(' '.repeat(8), 148)
  block.write(type, 156)
  block.write(link ?? '', 157, 100)
  block.write('ustar\x0000', 257, 'latin1')
  if (cut > 0) block.write(full.slice(0, cut), 345, 155)
  let sum = 0
  for (const byte of block) sum += byte
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return block
}

/** @param {TarEntry} entry @returns {Buffer[]} */
export function tarEntry(entry) {
  const content = entry.content === undefined ? Buffer.alloc(0) : Buffer.from(entry.content)
  const padding = (BLOCK - (content.length % BLOCK)) % BLOCK
  return [header(entry, content.length), content, Buffer.alloc(padding)]
}

/** Two empty blocks end an archive. */
export const TAR_END = Buffer.alloc(2 * BLOCK)

/** @param {Iterable<TarEntry>} entries @returns {Buffer} */
export function tarOf(entries) {
  const parts = []
  for (const entry of entries) parts.push(...tarEntry(entry))
  return Buffer.concat([...parts, TAR_END])
}
