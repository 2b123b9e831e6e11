const decoder = new TextDecoder()
const quote = 0x22
const backslash = 0x5c

/**
 * The first name that an object of this JSON has twice, or undefined. Which of the two counts is up to each reader, so one
 * document could mean two images. The bytes are JSON already (`parseJson`) and not deep.
 */
export function duplicateKey(json: Uint8Array): string | undefined {
  /** Names of each open object; undefined for an array. */
  const open: (Set<string> | undefined)[] = []
  let isName = false
  for (let i = 0; i < json.length; i += 1) {
    const byte = json[i]
    if (byte === quote) {
      const end = endOfString(json, i)
      const names = open.at(-1)
      if (isName && names !== undefined) {
        const name: unknown = JSON.parse(decoder.decode(json.subarray(i, end + 1)))
        if (typeof name === 'string' && names.has(name)) return name
        names.add(String(name))
      }
      isName = false
      i = end
    } else if (byte === 0x7b) {
      open.push(new Set())
      isName = true
    } else if (byte === 0x5b) open.push(undefined)
    else if (byte === 0x7d || byte === 0x5d) open.pop()
    else if (byte === 0x2c) isName = open.at(-1) !== undefined
  }
  return undefined
}

function endOfString(json: Uint8Array, start: number): number {
  for (let i = start + 1; i < json.length; i += 1) {
    if (json[i] === backslash) i += 1
    else if (json[i] === quote) return i
  }
  return json.length
}
