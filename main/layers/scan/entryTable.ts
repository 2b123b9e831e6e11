import { type EntryKindCode, entryFlag, type LayerEntries } from '../layerIndex'
import type { WalkedEntry } from '../tar/tarWalker'
import { Column } from './column'

const noDigest = new Uint8Array(32)

/** The columns of `LayerEntries` while they grow. */
export class EntryTable {
  readonly #node = new Column((n) => new Int32Array(n))
  readonly #kind = new Column((n) => new Uint8Array(n))
  readonly #mode = new Column((n) => new Uint16Array(n))
  readonly #uid = new Column((n) => new Uint32Array(n))
  readonly #gid = new Column((n) => new Uint32Array(n))
  readonly #size = new Column((n) => new Float64Array(n))
  readonly #stored = new Column((n) => new Float64Array(n))
  readonly #modified = new Column((n) => new Float64Array(n))
  readonly #offset = new Column((n) => new Float64Array(n))
  readonly #digest = new Column((n) => new Uint8Array(n))
  readonly #linkNode = new Column((n) => new Int32Array(n))
  readonly #linkStart = new Column((n) => new Uint32Array(n))
  readonly #links = new Column((n) => new Uint8Array(n))
  readonly #flags = new Column((n) => new Uint8Array(n))

  get count(): number {
    return this.#node.length
  }

  add(entry: WalkedEntry, node: number, kind: EntryKindCode, isFile: boolean, link: Uint8Array): void {
    this.#node.push(node)
    this.#kind.push(kind)
    this.#mode.push(entry.mode)
    this.#uid.push(entry.uid)
    this.#gid.push(entry.gid)
    this.#size.push(isFile ? entry.size : 0)
    this.#stored.push(entry.stored)
    this.#modified.push(entry.modified)
    this.#offset.push(entry.offset)
    this.#linkNode.push(-1)
    this.#linkStart.push(this.#links.length)
    this.#links.pushAll(link)
    this.#flags.push(
      (entry.runs === undefined ? 0 : entryFlag.sparse) | (entry.hasXattrs ? entryFlag.xattrs : 0),
    )
  }

  /** Of the last entry. */
  addDigest(digest: Uint8Array = noDigest): void {
    this.#digest.pushAll(digest)
  }

  setLinkNode(entry: number, node: number): void {
    this.#linkNode.set(entry, node)
  }

  markDuplicate(entry: number): void {
    this.#flags.set(entry, this.#flags.at(entry) | entryFlag.duplicatePath)
  }

  take(): LayerEntries {
    const count = this.count
    this.#linkStart.push(this.#links.length)
    return {
      count,
      node: this.#node.take(),
      kind: this.#kind.take(),
      mode: this.#mode.take(),
      uid: this.#uid.take(),
      gid: this.#gid.take(),
      size: this.#size.take(),
      stored: this.#stored.take(),
      modified: this.#modified.take(),
      offset: this.#offset.take(),
      digest: this.#digest.take(),
      linkNode: this.#linkNode.take(),
      linkStart: this.#linkStart.take(),
      links: this.#links.take(),
      flags: this.#flags.take(),
    }
  }
}
