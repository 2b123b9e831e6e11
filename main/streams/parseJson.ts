/** Levels of arrays and objects; what registries and archives have is under ten. */
const maxDepth = 100

export type ParsedJson =
  | { readonly type: 'json'; readonly value: unknown }
  | { readonly type: 'tooDeep' }
  | { readonly type: 'notJson' }

/**
 * JSON whose depth was looked at first: 10^5 levels parse, but break whatever walks them afterwards. Bytes that are no
 * UTF-8 become U+FFFD.
 */
export function parseJson(bytes: Uint8Array): ParsedJson {
  if (depthOf(bytes) > maxDepth) return { type: 'tooDeep' }
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes))
    return { type: 'json', value }
  } catch {
    return { type: 'notJson' }
  }
}

const quote = 0x22
const backslash = 0x5c

/** Deepest nesting outside of strings. In UTF-8 no byte of a longer character looks like a bracket or a quote. */
function depthOf(bytes: Uint8Array): number {
  let depth = 0
  let deepest = 0
  let inString = false
  for (let i = 0; i < bytes.length; i += 1) {
    const byte = bytes[i]
    if (inString) {
      if (byte === backslash) i += 1
      else if (byte === quote) inString = false
    } else if (byte === quote) inString = true
    else if (byte === 0x5b || byte === 0x7b) {
      depth += 1
      if (depth > deepest) deepest = depth
    } else if (byte === 0x5d || byte === 0x7d) depth -= 1
  }
  return deepest
}
