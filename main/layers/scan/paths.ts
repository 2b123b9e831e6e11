const slash = 0x2f
const dot = 0x2e

/** A path of a tar as pairs of offsets, one name each, as docker cleans it: no `.`, no empty ones, `..` takes one back. */
export type Segments = {
  /** Two numbers a name: where it starts and ends in the path. */
  readonly places: readonly number[]
  /** It is absolute, or `..` would leave the root: docker refuses the latter, we show it below the root. */
  readonly leadsOutside: boolean
}

export function segmentsOf(path: Uint8Array): Segments {
  const places: number[] = []
  let leadsOutside = path[0] === slash
  let from = 0
  for (let at = 0; at <= path.length; at += 1) {
    if (at < path.length && path[at] !== slash) continue
    const length = at - from
    if (length === 2 && path[from] === dot && path[from + 1] === dot) {
      if (places.length === 0) leadsOutside = true
      places.length = Math.max(0, places.length - 2)
    } else if (length > 1 || (length === 1 && path[from] !== dot)) places.push(from, at)
    from = at + 1
  }
  return { places, leadsOutside }
}

const whiteoutPrefix = Buffer.from('.wh.')
const opaqueName = Buffer.from('.wh..wh..opq')

/** What the last name of a path says (OCI image-spec, layer.md, "Whiteouts"). */
export function markerOf(path: Uint8Array, from: number, end: number): 'none' | 'whiteout' | 'opaque' {
  const length = end - from
  if (length <= whiteoutPrefix.length || !startsWith(path, from, whiteoutPrefix)) return 'none'
  if (length === opaqueName.length && startsWith(path, from, opaqueName)) return 'opaque'
  const name = path.subarray(from + whiteoutPrefix.length, end)
  // `.wh..` and `.wh...` would remove the folder itself, or the one above: docker refuses them.
  return name.every((byte) => byte === dot) && name.length <= 2 ? 'none' : 'whiteout'
}

export const whiteoutPrefixBytes = whiteoutPrefix.length

function startsWith(path: Uint8Array, from: number, word: Uint8Array): boolean {
  for (let i = 0; i < word.length; i += 1) if (path[from + i] !== word[i]) return false
  return true
}
