/**
 * The file of one index: a head of 88 bytes, the arrays one behind the other, then sha256 of all before. Arrays come in the
 * order of their width, so that each lies where its numbers can be read in place.
 */
export const indexVersion = 1
export const headBytes = 88
export const checksumBytes = 32
export const magic = Buffer.from('strataLI')
/** Reads as itself only where the bytes of numbers have the same order as where it was written. */
export const orderMark = 0x0102_0304

export type Counts = {
  readonly names: number
  readonly nameBytes: number
  readonly entries: number
  readonly linkBytes: number
  readonly sparse: number
  /** Numbers, two a run. */
  readonly runs: number
  /** Of the oddities as JSON. */
  readonly oddityBytes: number
}

/** Of each array in the order of the file: how many numbers it has. */
export function lengthsOf(counts: Counts) {
  const { names, nameBytes, entries, linkBytes, sparse, runs, oddityBytes } = counts
  return {
    size: entries,
    stored: entries,
    modified: entries,
    offset: entries,
    runs,
    parent: names,
    nameStart: names + 1,
    node: entries,
    uid: entries,
    gid: entries,
    linkNode: entries,
    linkStart: entries + 1,
    sparseEntry: sparse,
    sparseStart: sparse + 1,
    mode: entries,
    kind: entries,
    flags: entries,
    digest: entries * 32,
    nameBytes,
    links: linkBytes,
    oddities: oddityBytes,
  }
}

/** Bytes of the whole file. */
export function fileBytesOf(counts: Counts): number {
  const { names, nameBytes, entries, linkBytes, sparse, runs, oddityBytes } = counts
  const doubles = entries * 4 + runs
  const words = names * 2 + 1 + entries * 5 + 1 + sparse * 2 + 1
  const rest = entries * 2 + entries * 34 + nameBytes + linkBytes + oddityBytes
  return headBytes + doubles * 8 + words * 4 + rest + checksumBytes
}
