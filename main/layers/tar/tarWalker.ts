import { blockBytes, hasChecksum, isUstar, isZero, isZeroBlock, pathOf, readFields, textAt } from './header'
import { numberAt, ownerOf } from './numbers'
import { type PaxFacts, readPax, type SparseRecords } from './pax'
import { isSparseMap, type Runs, readOldRuns, SparseMapReader } from './sparse'
import { TarInvalid } from './tarInvalid'

/** One entry as its headers tell it. The bytes are views that are good only during the call. */
export type WalkedEntry = {
  /** The header's type as a character code. */
  readonly type: number
  readonly path: Uint8Array
  readonly link: Uint8Array
  readonly mode: number
  readonly uid: number
  readonly gid: number
  readonly modified: number
  /** Bytes of the file when unpacked. */
  readonly size: number
  /** Bytes of its data in the tar. */
  readonly stored: number
  /** Where its data starts. */
  readonly offset: number
  readonly runs: Runs | undefined
  readonly hasXattrs: boolean
}

/** Called in the order of the tar; what it throws ends the walk. */
export type TarSink = {
  entry(entry: WalkedEntry): void
  /** The entry's bytes in order, in pieces; `hole` stands for so many zeros. */
  data(bytes: Uint8Array): void
  hole(bytes: number): void
  endOfEntry(): void
}

export type TarEnd = {
  /** It ended with a zero block. */
  readonly hasEnd: boolean
  readonly hasTrailingBytes: boolean
}

type State = 'header' | 'extra' | 'oldMap' | 'map' | 'data' | 'skip' | 'end'

/** A name or PAX header longer than this is refused, as Go's archive/tar and so Docker does. */
const maxExtraBytes = 1_048_576
const maxRunNumbers = 2_097_152
/** Zeros of holes that one call of `push` makes at most: about 50 ms of hashing. */
const holeBudget = 67_108_864
const none = new Uint8Array(0)
const slash = 0x2f
const type = {
  hardLink: 0x31,
  symlink: 0x32,
  charDevice: 0x33,
  blockDevice: 0x34,
  folder: 0x35,
  fifo: 0x36,
  oldSparse: 0x53,
  longName: 0x4c,
  longLink: 0x4b,
  pax: 0x78,
  globalPax: 0x67,
} as const

/** Types that have no data, whatever their size says (as Go's archive/tar has it, and so Docker). */
const dataless: ReadonlySet<number> = new Set([
  type.hardLink,
  type.symlink,
  type.charDevice,
  type.blockDevice,
  type.folder,
  type.fifo,
])

/**
 * Walks a tar that is pushed in pieces of any size: ustar, v7, star, PAX, GNU with its long names and all sparse formats.
 * Holds one header and the current extras, never contents.
 */
export class TarWalker {
  #state: State = 'header'
  /** Offset of the next byte in the tar. */
  #offset = 0
  readonly #block = new Uint8Array(blockBytes)
  #filled = 0
  /** Of the current state: bytes of data or extras that are still to come, and the padding behind them. */
  #left = 0
  #padding = 0
  #extra = none
  #extraType = 0
  #pax: PaxFacts = {}
  readonly #global: PaxFacts = {}
  #longName: Uint8Array | undefined
  #longLink: Uint8Array | undefined
  #entry: WalkedEntry | undefined
  #map: SparseMapReader | undefined
  #runs: number[] = []
  #headerOffset = 0
  // While the data of a sparse file passes: the next run, what is left of it, and where we are in the file.
  #run = 0
  #runLeft = 0
  #at = 0
  #hole = 0
  #hasTrailing = false

  constructor(private readonly sink: TarSink) {}

  /** More zeros of a hole are due before anything else: `push` wants to be called again, with no bytes if need be. */
  get isBusy(): boolean {
    return this.#hole > 0
  }

  /**
   * Takes the bytes from `from` on; returns where it stopped: before the end only when a hole is so big that others should
   * have a turn. @throws TarInvalid, and whatever the sink throws
   */
  push(chunk: Uint8Array, from = 0): number {
    let at = from
    let budget = holeBudget
    for (;;) {
      if (this.#hole > 0) {
        if (budget === 0) return at
        budget -= this.#passHole(budget)
        continue
      }
      if (this.#isDataDone()) this.#endData()
      else if (at >= chunk.length) return at
      else at = this.#take(chunk, at)
    }
  }

  /** All bytes were pushed. @throws TarInvalid when the tar ends in the middle of an entry */
  finish(): TarEnd {
    // The padding of the last file may be missing: nothing of it is needed.
    const isAtBorder = this.#state === 'header' && this.#filled === 0
    const isComplete = isAtBorder || this.#state === 'skip' || this.#state === 'end'
    const hasExtra = this.#longName !== undefined || this.#longLink !== undefined || hasFacts(this.#pax)
    if (!isComplete || (hasExtra && this.#state !== 'end'))
      throw this.#invalid('it ends in the middle of an entry')
    return { hasEnd: this.#state === 'end', hasTrailingBytes: this.#hasTrailing }
  }

  #take(chunk: Uint8Array, at: number): number {
    switch (this.#state) {
      case 'header':
      case 'oldMap':
      case 'map':
        return this.#takeBlock(chunk, at)
      case 'extra':
        return this.#takeExtra(chunk, at)
      case 'data':
        return this.#takeData(chunk, at)
      case 'skip':
        return this.#skip(chunk, at)
      case 'end':
        if (!this.#hasTrailing) this.#hasTrailing = !isZero(chunk, at, chunk.length)
        this.#offset += chunk.length - at
        return chunk.length
    }
  }

  /** A whole block, from the chunk itself where it is there as a whole. */
  #takeBlock(chunk: Uint8Array, at: number): number {
    let end = at + blockBytes
    let block: Uint8Array
    if (this.#filled === 0 && end <= chunk.length) block = chunk.subarray(at, end)
    else {
      end = Math.min(chunk.length, at + blockBytes - this.#filled)
      this.#block.set(chunk.subarray(at, end), this.#filled)
      this.#filled += end - at
      if (this.#filled < blockBytes) {
        this.#offset += end - at
        return end
      }
      block = this.#block
      this.#filled = 0
    }
    this.#offset += end - at
    if (this.#state === 'header') this.#readHeader(block)
    else if (this.#state === 'oldMap') this.#readOldMap(block)
    else this.#readMap(block)
    return end
  }

  #readHeader(block: Uint8Array): void {
    this.#headerOffset = this.#offset - blockBytes
    if (block[0] === 0 && isZeroBlock(block)) {
      this.#state = 'end'
      return
    }
    if (!hasChecksum(block)) {
      throw this.#invalid(isUstar(block) ? 'a header has a wrong checksum' : TarInvalid.noHeader)
    }
    const fields = readFields(block)
    if (isExtra(fields.type)) {
      this.#beginExtra(fields.type, this.#sizeOf(fields.size))
      return
    }
    const pax = withGlobal(this.#global, this.#pax)
    const size = this.#sizeOf(pax.size ?? fields.size)
    const sparse = sparseOf(pax)
    const mode = fields.mode
    const modified = pax.modified ?? fields.modified
    const uid = pax.uid ?? fields.uid
    const gid = pax.gid ?? fields.gid
    if (mode === undefined || modified === undefined || uid === undefined || gid === undefined) {
      throw this.#invalid('a header has a number that is none')
    }
    const path = this.#longName ?? sparse?.name ?? pax.path ?? pathOf(block)
    const kind = typeOf(fields.type, path)
    const stored = dataless.has(kind) ? 0 : size
    const entry: WalkedEntry = {
      type: kind,
      path,
      link: this.#longLink ?? pax.link ?? textAt(block, 157, 100),
      mode: permissionsOf(mode),
      uid: ownerOf(uid),
      gid: ownerOf(gid),
      modified,
      size: stored,
      stored,
      offset: this.#offset,
      runs: undefined,
      hasXattrs: pax.hasXattrs === true,
    }
    this.#padding = paddingOf(stored)
    this.#left = stored
    this.#beginEntry(entry, block, sparse)
  }

  #beginEntry(entry: WalkedEntry, block: Uint8Array, sparse: SparseRecords | undefined): void {
    if (entry.type === type.oldSparse) this.#beginOldSparse(entry, block)
    else if (sparse !== undefined && !dataless.has(entry.type)) this.#beginPaxSparse(entry, sparse)
    else this.#begin(entry)
  }

  #beginOldSparse(entry: WalkedEntry, block: Uint8Array): void {
    this.#runs = []
    if (!readOldRuns(block, 386, 4, this.#runs)) throw this.#invalid('a sparse map has a number that is none')
    const realSize = this.#sizeOf(numberAt(block, 483, 12))
    const whole = { ...entry, size: realSize }
    if (block[482] === 0) {
      this.#begin({ ...whole, runs: this.#runs })
      return
    }
    this.#keep(whole)
    this.#state = 'oldMap'
  }

  #readOldMap(block: Uint8Array): void {
    const entry = this.#entry
    if (entry === undefined) return
    if (!readOldRuns(block, 0, 21, this.#runs)) throw this.#invalid('a sparse map has a number that is none')
    if (this.#runs.length > maxRunNumbers) throw this.#invalid('a sparse map is too long')
    if (block[504] === 0) this.#begin({ ...entry, offset: this.#offset, runs: this.#runs })
  }

  #beginPaxSparse(entry: WalkedEntry, sparse: SparseRecords): void {
    const realSize = this.#sizeOf(sparse.realSize ?? entry.size)
    const whole = { ...entry, size: realSize }
    if (sparse.major !== 1) {
      this.#begin({ ...whole, runs: sparse.map ?? [] })
      return
    }
    this.#keep(whole)
    this.#map = new SparseMapReader()
    this.#state = 'map'
  }

  /** Blocks of a map in front of the data are part of the stored size. */
  #readMap(block: Uint8Array): void {
    const entry = this.#entry
    const map = this.#map
    if (entry === undefined || map === undefined) return
    this.#left -= blockBytes
    const result = this.#left < 0 ? 'invalid' : map.read(block)
    if (result === 'invalid') throw this.#invalid('a sparse map that cannot be read')
    if (map.runs.length > maxRunNumbers) throw this.#invalid('a sparse map is too long')
    if (result === 'done') {
      this.#map = undefined
      this.#begin({ ...entry, stored: this.#left, offset: this.#offset, runs: map.runs })
    }
  }

  /** The views of a header are gone when its block is. */
  #keep(entry: WalkedEntry): void {
    this.#entry = { ...entry, path: Uint8Array.from(entry.path), link: Uint8Array.from(entry.link) }
  }

  #begin(entry: WalkedEntry): void {
    const { runs, size, stored } = entry
    if (runs !== undefined && !isSparseMap(runs, size, stored)) {
      throw this.#invalid('a sparse map that does not fit its file')
    }
    this.#entry = entry
    this.#at = 0
    this.#run = 0
    this.#runLeft = 0
    this.#pax = {}
    this.#longName = undefined
    this.#longLink = undefined
    this.#state = 'data'
    this.sink.entry(entry)
    if (runs !== undefined) this.#nextRun(runs)
  }

  /** The hole in front of the next run with data, or the one behind the last. */
  #nextRun(runs: Runs): void {
    while (this.#run < runs.length && runs[this.#run + 1] === 0) this.#run += 2
    const next = runs[this.#run] ?? this.#entry?.size ?? 0
    this.#hole = next - this.#at
    this.#at = next
    this.#runLeft = runs[this.#run + 1] ?? 0
    this.#run += 2
  }

  #passHole(budget: number): number {
    const bytes = Math.min(this.#hole, budget)
    this.sink.hole(bytes)
    this.#hole -= bytes
    return bytes
  }

  #takeData(chunk: Uint8Array, at: number): number {
    const runs = this.#entry?.runs
    const wanted = runs === undefined ? this.#left : this.#runLeft
    const end = Math.min(chunk.length, at + wanted)
    const bytes = end - at
    this.sink.data(at === 0 && end === chunk.length ? chunk : chunk.subarray(at, end))
    this.#offset += bytes
    this.#left -= bytes
    if (runs !== undefined) {
      this.#runLeft -= bytes
      this.#at += bytes
      if (this.#runLeft === 0) this.#nextRun(runs)
    }
    return end
  }

  #isDataDone(): boolean {
    return this.#state === 'data' && this.#left === 0
  }

  #endData(): void {
    this.#entry = undefined
    this.#left = this.#padding
    this.#state = this.#left === 0 ? 'header' : 'skip'
    this.sink.endOfEntry()
  }

  #skip(chunk: Uint8Array, at: number): number {
    const end = Math.min(chunk.length, at + this.#left)
    this.#left -= end - at
    this.#offset += end - at
    if (this.#left === 0) this.#state = 'header'
    return end
  }

  #beginExtra(kind: number, size: number): void {
    if (size > maxExtraBytes) throw this.#invalid('a name or an attribute is too long')
    this.#extraType = kind
    this.#extra = new Uint8Array(size)
    this.#left = size
    this.#padding = paddingOf(size)
    this.#state = 'extra'
    if (size === 0) this.#endExtra()
  }

  #takeExtra(chunk: Uint8Array, at: number): number {
    const end = Math.min(chunk.length, at + this.#left)
    this.#extra.set(chunk.subarray(at, end), this.#extra.length - this.#left)
    this.#left -= end - at
    this.#offset += end - at
    if (this.#left === 0) this.#endExtra()
    return end
  }

  #endExtra(): void {
    const extra = this.#extra
    this.#extra = none
    if (this.#extraType === type.longName) this.#longName = textAt(extra, 0, extra.length)
    else if (this.#extraType === type.longLink) this.#longLink = textAt(extra, 0, extra.length)
    else {
      // A second one for the same file replaces the first, as in Go; global ones add up.
      if (this.#extraType === type.pax) this.#pax = {}
      const facts = this.#extraType === type.pax ? this.#pax : this.#global
      if (!readPax(extra, facts)) throw this.#invalid('a PAX header that cannot be read')
    }
    this.#left = this.#padding
    this.#state = this.#left === 0 ? 'header' : 'skip'
  }

  #sizeOf(size: number | undefined): number {
    if (size === undefined || size < 0 || !Number.isSafeInteger(size)) {
      throw this.#invalid('a header has a size that is none')
    }
    return size
  }

  #invalid(reason: string): TarInvalid {
    return new TarInvalid(reason, this.#headerOffset)
  }
}

/** Before there was a type for folders, a slash at the end told them. */
function typeOf(kind: number, path: Uint8Array): number {
  return kind === 0 && path.at(-1) === slash ? type.folder : kind
}

function isExtra(kind: number): boolean {
  return kind === type.pax || kind === type.globalPax || kind === type.longName || kind === type.longLink
}

function paddingOf(size: number): number {
  return (blockBytes - (size % blockBytes)) % blockBytes
}

function permissionsOf(mode: number): number {
  return Math.abs(mode) <= 0xffff_ffff ? mode & 0o7777 : 0
}

function hasFacts(pax: PaxFacts): boolean {
  return Object.keys(pax).length > 0
}

/** What a file's own header says wins; an empty value there takes the global one back too. */
function withGlobal(global: PaxFacts, own: PaxFacts): PaxFacts {
  return hasFacts(global) ? { ...global, ...own } : own
}

/** Names and numbers of a sparse file; other tools write `GNU.sparse.name` alone. */
function sparseOf(pax: PaxFacts): SparseRecords | undefined {
  const sparse = pax.sparse
  if (sparse === undefined) return undefined
  return sparse.major === 1 || sparse.map !== undefined || sparse.realSize !== undefined ? sparse : undefined
}
