import { EntryKind, type EntryKindCode, type LayerIndex, type LayerOddity } from '../layerIndex'
import { TarInvalid } from '../tar/tarInvalid'
import type { TarEnd, TarSink, WalkedEntry } from '../tar/tarWalker'
import { Column } from './column'
import { EntryTable } from './entryTable'
import { FileHash } from './fileHash'
import { LimitReached, type ScanLimits } from './limits'
import { Names } from './names'
import { markerOf, segmentsOf, whiteoutPrefixBytes } from './paths'

const maxOddities = 100
const maxOddityPath = 4_096
/** Deeper than any system can have it (4,096 bytes of path); a tree of any depth would cost whoever walks it. */
const maxDepth = 4_096
const none = new Uint8Array(0)
const selfName = Buffer.from('.')

/** Builds the index of one layer while a walker goes through its tar. */
export class IndexBuilder implements TarSink {
  readonly #names = new Names()
  readonly #entries = new EntryTable()
  readonly #hash = new FileHash()
  /** Of each node its last entry that is no whiteout; -1 for none. */
  readonly #lastOf = new Column((n) => new Int32Array(n))
  readonly #hardLinks: { readonly entry: number; readonly target: Uint8Array }[] = []
  readonly #oddities: LayerOddity[] = []
  readonly #sparseEntry = new Column((n) => new Int32Array(n))
  readonly #sparseStart = new Column((n) => new Uint32Array(n))
  readonly #runs = new Column((n) => new Float64Array(n))
  #unpacked = 0
  #extraBytes = 0
  #hasData = false

  constructor(private readonly limits: ScanLimits) {}

  get entries(): number {
    return this.#entries.count
  }

  entry(entry: WalkedEntry): void {
    this.#check(entry)
    const number = this.#entries.count
    const { places, leadsOutside } = segmentsOf(entry.path)
    if (places.length > maxDepth * 2) throw new TarInvalid('a path is too deep', entry.offset)
    const kind = kindOf(entry.type)
    if (leadsOutside) this.#report('leadsOutside', number, entry.path)
    if (kind === undefined) this.#report('unknownType', number, entry.path)
    const placed = this.#place(entry.path, places, kind ?? EntryKind.file)
    const isLink = placed.kind === EntryKind.symlink || placed.kind === EntryKind.hardLink
    const isFile = placed.kind === EntryKind.file
    this.#entries.add(entry, placed.node, placed.kind, isFile, isLink ? entry.link : none)
    if (placed.kind === EntryKind.hardLink) {
      this.#hardLinks.push({ entry: number, target: Uint8Array.from(entry.link) })
    }
    if (placed.kind !== EntryKind.whiteout && placed.kind !== EntryKind.opaque) {
      this.#noteDuplicate(number, placed.node, entry.path)
    }
    if (entry.runs !== undefined) this.#addRuns(number, entry.runs)
    this.#hasData = isFile
    if (isFile) this.#hash.begin(entry.size)
    else this.#entries.addDigest()
  }

  data(bytes: Uint8Array): void {
    if (this.#hasData) this.#hash.data(bytes)
  }

  hole(bytes: number): void {
    if (this.#hasData) this.#hash.hole(bytes)
  }

  endOfEntry(): void {
    if (this.#hasData) this.#entries.addDigest(this.#hash.end())
    this.#hasData = false
  }

  finish(end: TarEnd, diffId: string, tarBytes: number): LayerIndex {
    const last = this.#entries.count - 1
    this.#resolveHardLinks()
    if (!end.hasEnd) this.#report('noEnd', last, none)
    if (end.hasTrailingBytes) this.#report('trailingBytes', last, none)
    this.#sparseStart.push(this.#runs.length / 2)
    return {
      diffId,
      tarBytes,
      entries: this.#entries.take(),
      names: this.#names.take(),
      sparse: {
        entry: this.#sparseEntry.take(),
        start: this.#sparseStart.take(),
        runs: this.#runs.take(),
      },
      oddities: this.#oddities,
    }
  }

  #check(entry: WalkedEntry): void {
    const { limits } = this
    if (this.#entries.count >= limits.entries) throw new LimitReached('entries', limits.entries)
    this.#unpacked += entry.size
    if (this.#unpacked > limits.bytes) throw new LimitReached('bytes', limits.bytes)
    // What the entry can add at most, before it is added.
    this.#extraBytes += entry.link.length + (entry.runs?.length ?? 0) * 8
    const names = this.#names.size + this.#names.count * 16 + entry.path.length
    if (names + this.#extraBytes > limits.nameBytes) throw new LimitReached('nameBytes', limits.nameBytes)
  }

  /** Its node, and what it is once the names of markers are read. */
  #place(
    path: Uint8Array,
    places: readonly number[],
    kind: EntryKindCode,
  ): { readonly node: number; readonly kind: EntryKindCode } {
    const from = places.at(-2)
    const end = places.at(-1)
    if (from === undefined || end === undefined) {
      // The root itself; anything but a folder there gets a name that nothing else can have.
      if (kind === EntryKind.folder) return { node: 0, kind }
      return { node: this.#names.child(0, selfName, 0, 1), kind }
    }
    let folder = 0
    for (let i = 0; i < places.length - 2; i += 2) {
      folder = this.#names.child(folder, path, places[i] ?? 0, places[i + 1] ?? 0)
    }
    const marker = markerOf(path, from, end)
    if (marker === 'opaque') return { node: folder, kind: EntryKind.opaque }
    if (marker === 'none') return { node: this.#names.child(folder, path, from, end), kind }
    return {
      node: this.#names.child(folder, path, from + whiteoutPrefixBytes, end),
      kind: EntryKind.whiteout,
    }
  }

  #noteDuplicate(entry: number, node: number, path: Uint8Array): void {
    while (this.#lastOf.length <= node) this.#lastOf.push(-1)
    const before = this.#lastOf.at(node)
    this.#lastOf.set(node, entry)
    if (before === -1) return
    this.#entries.markDuplicate(before)
    this.#entries.markDuplicate(entry)
    this.#report('duplicatePath', entry, path)
  }

  #addRuns(entry: number, runs: readonly number[]): void {
    this.#sparseEntry.push(entry)
    this.#sparseStart.push(this.#runs.length / 2)
    for (const number of runs) this.#runs.push(number)
  }

  /** A target may come later in an odd tar, so all at the end. */
  #resolveHardLinks(): void {
    for (const { entry, target } of this.#hardLinks) {
      const node = this.#nodeOf(target)
      if (node !== -1 && this.#lastEntryOf(node) !== -1) this.#entries.setLinkNode(entry, node)
      else this.#report('missingLinkTarget', entry, target)
    }
  }

  #lastEntryOf(node: number): number {
    return node < this.#lastOf.length ? this.#lastOf.at(node) : -1
  }

  #nodeOf(path: Uint8Array): number {
    const { places } = segmentsOf(path)
    let node = 0
    for (let i = 0; i < places.length && node !== -1; i += 2) {
      node = this.#names.find(node, path, places[i] ?? 0, places[i + 1] ?? 0)
    }
    return node
  }

  #report(type: LayerOddity['type'], entry: number, path: Uint8Array): void {
    if (this.#oddities.length >= maxOddities) return
    const text = Buffer.from(path.buffer, path.byteOffset, Math.min(path.byteLength, maxOddityPath))
    this.#oddities.push({ type, entry, path: text.toString('utf8') })
  }
}

const kinds: ReadonlyMap<string, EntryKindCode> = new Map([
  ['0', EntryKind.file],
  ['\0', EntryKind.file],
  ['7', EntryKind.file],
  ['S', EntryKind.file],
  ['1', EntryKind.hardLink],
  ['2', EntryKind.symlink],
  ['3', EntryKind.charDevice],
  ['4', EntryKind.blockDevice],
  ['5', EntryKind.folder],
  ['6', EntryKind.fifo],
])

/** Undefined for types that POSIX does not have: their data are kept, as those of a file. */
function kindOf(type: number): EntryKindCode | undefined {
  return kinds.get(String.fromCharCode(type))
}
