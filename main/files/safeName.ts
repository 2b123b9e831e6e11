// Windows: names of devices, with any ending, digits above the line included.
const reserved = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[\d¹²³])(?:[. ]|$)/i
// biome-ignore format: one class a line would hide that they belong together
const forbidden = /[<>:"/\\|?*\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** A name that every system can write, for a save dialog: a page's suggestion never chooses a folder. */
export function safeFileName(suggested: string): string {
  const name = suggested
    .replaceAll(forbidden, '_')
    .replace(/^[. ]+/, '')
    .replace(/[. ]+$/, '')
    .slice(0, 120)
  if (name === '') return 'strata'
  return reserved.test(name) ? `_${name}` : name
}

/** Of a file system that takes the least: 255 UTF-8 bytes, of which some are left for what makes a twin another name. */
const maxNameBytes = 240

/**
 * A name for one file or folder below a folder that we write: as it is where every system can have it, dots at its start
 * included; else with `_` for what some can't have, and cut to 240 bytes.
 */
export function safePathName(name: string): string {
  const plain = cutToBytes(name.replaceAll(forbidden, '_').replaceAll('\ufffd', '_'), maxNameBytes)
  // Windows drops dots and blanks at the end, and so takes `..` for another folder too.
  const ended = plain.replace(/[. ]+$/, (end) => '_'.repeat(end.length))
  if (ended === '') return '_'
  return reserved.test(ended) ? `_${ended}` : ended
}

function cutToBytes(text: string, max: number): string {
  if (Buffer.byteLength(text) <= max) return text
  let bytes = 0
  let end = 0
  for (const char of text) {
    bytes += Buffer.byteLength(char)
    if (bytes > max) break
    end += char.length
  }
  return text.slice(0, end)
}
