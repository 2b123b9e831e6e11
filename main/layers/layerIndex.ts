/**
 * What one layer's tar says (OCI image-spec, layer.md): a tree of names and the entries in the order of the tar. Struct of
 * arrays, immutable, about 100 bytes an entry; kept on disk by `diffId` and used by every image that has the layer.
 */
export type LayerIndex = {
  /** sha256 of the uncompressed tar, computed while it was read: `sha256:<hex>`. */
  readonly diffId: string
  /** Bytes of the uncompressed tar, up to its end. */
  readonly tarBytes: number
  readonly names: NameTree
  readonly entries: LayerEntries
  readonly sparse: SparseMaps
  readonly oddities: readonly LayerOddity[]
}

/** Node 0 is the root (its name is empty); a parent comes before its children. Siblings are in no particular order. */
export type NameTree = {
  readonly count: number
  /** Of each node; -1 for the root. */
  readonly parent: Int32Array
  /** Where the name starts in `bytes`; one more than `count`, so that the end of the last is there too. */
  readonly start: Uint32Array
  /** Names as the tar has them, without a slash: bytes, UTF-8 in nearly all cases, but any byte but `/` can occur. */
  readonly bytes: Uint8Array
}

/**
 * One tar entry each. A path may occur twice: the last one counts for the tree, all of them are stored bytes. The name of a
 * whiteout (`.wh.x`) is not in the tree: its node is that of what it removes; an opaque marker's node is its folder.
 */
export type LayerEntries = {
  readonly count: number
  readonly node: Int32Array
  /** `EntryKind` */
  readonly kind: Uint8Array
  /** Permission bits with setuid, setgid and sticky (07777). */
  readonly mode: Uint16Array
  readonly uid: Uint32Array
  readonly gid: Uint32Array
  /** Bytes that the file has when unpacked (a sparse file: its full size); 0 for what is no file. */
  readonly size: Float64Array
  /** Bytes of data in the tar (a sparse file: what is not a hole); 0 for hard links. What waste counts. */
  readonly stored: Float64Array
  /** Seconds since the epoch; PAX may give fractions. */
  readonly modified: Float64Array
  /** Where the data starts in the uncompressed tar. */
  readonly offset: Float64Array
  /** 32 bytes each: sha256 of a file's bytes as unpacked; zeros for what is no file. */
  readonly digest: Uint8Array
  /** Node of a hard link's target in this layer's own names; -1 for anything else, or a target that no entry names. */
  readonly linkNode: Int32Array
  /** Into `links`; one more than `count`. Text of symbolic and hard links as the tar has it. */
  readonly linkStart: Uint32Array
  readonly links: Uint8Array
  /** Bits of `entryFlag`. */
  readonly flags: Uint8Array
}

/** Where the data of sparse files lies: runs in rising order, one file after the other. What is between them is zeros. */
export type SparseMaps = {
  /** Numbers of the sparse entries, rising. */
  readonly entry: Int32Array
  /** Of each the number of its first run; one more than there are entries. */
  readonly start: Uint32Array
  /** Two numbers a run: its offset in the file and its bytes. Their data lie side by side from the entry's `offset` on. */
  readonly runs: Float64Array
}

export const EntryKind = {
  file: 0,
  folder: 1,
  symlink: 2,
  hardLink: 3,
  charDevice: 4,
  blockDevice: 5,
  fifo: 6,
  /** Removes its node, and all below it, of lower layers. */
  whiteout: 7,
  /** Removes all that lower layers have below its node. */
  opaque: 8,
} as const
export type EntryKindCode = (typeof EntryKind)[keyof typeof EntryKind]

/** `duplicatePath`: on every entry whose node has another one that is no whiteout, the last included. */
export const entryFlag = { sparse: 1, xattrs: 2, duplicatePath: 4 } as const

/** What a reader should know of a tar that is not as it should be, with where; at most 100 are kept. */
export type LayerOddity = {
  readonly type:
    | 'duplicatePath'
    /** `..` or an absolute path: shown below the root, never followed. */
    | 'leadsOutside'
    /** Bytes behind the end of the archive. */
    | 'trailingBytes'
    /** It ends without the two zero blocks that should end a tar. */
    | 'noEnd'
    | 'unknownType'
    | 'missingLinkTarget'
  /** Number of the entry. */
  readonly entry: number
  /** Shown as text only: control characters are still in it. */
  readonly path: string
}
