const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i
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
