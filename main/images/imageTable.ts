import type { ImageId, ImageRow } from '@shared/domain/image'
import { sameLedger } from '@shared/domain/ledger'
import { allBytes, type ByteSum } from '@shared/domain/sizes'
import type { ListedContainer } from '../ports/engineClient'
import type { ImageEntry } from './imageEntry'
import { namingOf } from './naming'

export type TableChanges = { readonly upserted: readonly ImageRow[]; readonly removed: readonly ImageId[] }

/** Names of containers that a row carries; its counts are whole. */
const namesShown = 3

/**
 * Images and containers of one engine in memory, with the rows that follow from them. No engine and no clock here:
 * others say what happened, `takeChanges` says which rows look different now.
 */
export class ImageTable {
  readonly #entries = new Map<ImageId, ImageEntry>()
  readonly #rows = new Map<ImageId, ImageRow>()
  readonly #owners = new Map<string, Set<ImageId>>()
  readonly #children = new Map<ImageId, Set<ImageId>>()
  readonly #containers = new Map<string, ListedContainer>()
  readonly #users = new Map<ImageId, Set<string>>()
  readonly #unique = new Map<ImageId, ByteSum>()
  readonly #dirty = new Set<ImageId>()
  /** `rows` as last asked for; gone with the next change. Several pages of one list are cut from it. */
  #sorted: readonly ImageRow[] | undefined

  /** `ledgerOf`: what is known of an image's past, for its row; `touch` says when that changed. */
  constructor(
    private readonly ledgerOf: (id: ImageId, running: boolean) => ImageRow['ledger'] = () => undefined,
  ) {}

  get size(): number {
    return this.#entries.size
  }

  /** Images whose rows may differ from what was last taken. */
  dirty(): ReadonlySet<ImageId> {
    return this.#dirty
  }

  touch(id: ImageId): void {
    this.#touch(id)
  }

  entry(id: ImageId): ImageEntry | undefined {
    return this.#entries.get(id)
  }

  /** Images that hold this tag: one, but for the moment between a retag and its reconciliation. */
  owners(tag: string): readonly ImageId[] {
    return [...(this.#owners.get(tag) ?? [])]
  }

  children(id: ImageId): readonly ImageId[] {
    return [...(this.#children.get(id) ?? [])]
  }

  entries(): IterableIterator<ImageEntry> {
    return this.#entries.values()
  }

  containers(): IterableIterator<ListedContainer> {
    return this.#containers.values()
  }

  container(id: string): ListedContainer | undefined {
    return this.#containers.get(id)
  }

  containersOf(id: ImageId): readonly ListedContainer[] {
    return [...(this.#users.get(id) ?? [])]
      .flatMap((user) => this.#containers.get(user) ?? [])
      .sort(runningFirst)
  }

  row(id: ImageId): ImageRow | undefined {
    if (this.#dirty.has(id)) return this.#rowOf(id)
    return this.#rows.get(id)
  }

  /** Newest first, then by id: a stable order for paging. */
  rows(): readonly ImageRow[] {
    this.#sorted ??= [...this.#entries.keys()]
      .flatMap((id) => this.row(id) ?? [])
      .sort((a, b) => (b.created ?? 0) - (a.created ?? 0) || (a.id < b.id ? -1 : 1))
    return this.#sorted
  }

  put(entry: ImageEntry): void {
    const before = this.#entries.get(entry.id)
    this.#entries.set(entry.id, entry)
    this.#touch(entry.id)
    for (const tag of before?.tags ?? []) drop(this.#owners, tag, entry.id)
    for (const tag of entry.tags) add(this.#owners, tag, entry.id)
    if (before === undefined || before.parentId !== entry.parentId) {
      this.#unlink(before)
      if (entry.parentId !== undefined) {
        add(this.#children, entry.parentId, entry.id)
        this.#touch(entry.parentId)
      }
    }
  }

  remove(id: ImageId): void {
    const before = this.#entries.get(id)
    if (before === undefined) return
    this.#entries.delete(id)
    this.#unique.delete(id)
    this.#touch(id)
    for (const tag of before.tags) drop(this.#owners, tag, id)
    this.#unlink(before)
  }

  putContainer(container: ListedContainer): void {
    this.removeContainer(container.id)
    this.#containers.set(container.id, container)
    add(this.#users, container.imageId, container.id)
    this.#touch(container.imageId)
  }

  removeContainer(id: string): void {
    const before = this.#containers.get(id)
    if (before === undefined) return
    this.#containers.delete(id)
    drop(this.#users, before.imageId, id)
    this.#touch(before.imageId)
  }

  /** Bytes that each image has for itself; undefined where nobody knows yet. */
  setUnique(uniqueOf: (id: ImageId) => ByteSum | undefined): void {
    for (const id of this.#entries.keys()) {
      const unique = uniqueOf(id)
      if (sameSum(this.#unique.get(id), unique)) continue
      if (unique === undefined) this.#unique.delete(id)
      else this.#unique.set(id, unique)
      this.#touch(id)
    }
  }

  /** Rows that differ from what was last taken. What changed and changed back is no change. */
  takeChanges(): TableChanges {
    const upserted: ImageRow[] = []
    const removed: ImageId[] = []
    for (const id of this.#dirty) {
      const before = this.#rows.get(id)
      const now = this.#rowOf(id)
      if (now === undefined) {
        if (before !== undefined) removed.push(id)
        this.#rows.delete(id)
      } else if (before === undefined || !sameRow(before, now)) {
        upserted.push(now)
        this.#rows.set(id, now)
      }
    }
    this.#dirty.clear()
    return { upserted, removed }
  }

  #touch(id: ImageId): void {
    this.#dirty.add(id)
    this.#sorted = undefined
  }

  #unlink(entry: ImageEntry | undefined): void {
    if (entry?.parentId === undefined) return
    drop(this.#children, entry.parentId, entry.id)
    this.#touch(entry.parentId)
  }

  #rowOf(id: ImageId): ImageRow | undefined {
    const entry = this.#entries.get(id)
    if (entry === undefined) return undefined
    const users = this.containersOf(id)
    const running = users.reduce((count, user) => count + (user.running ? 1 : 0), 0)
    const ledger = this.ledgerOf(id, running > 0)
    return {
      ...entry,
      ...(ledger === undefined ? {} : { ledger }),
      naming: namingOf(entry, this.#children.has(id)),
      running,
      stopped: users.length - running,
      usedBy: users.slice(0, namesShown).map((user) => user.name),
      ...uniquePart(this.#unique.get(id)),
    }
  }
}

function runningFirst(a: ListedContainer, b: ListedContainer): number {
  return Number(b.running) - Number(a.running) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)
}

function add<K>(map: Map<K, Set<string>>, key: K, value: string): void {
  const set = map.get(key)
  if (set === undefined) map.set(key, new Set([value]))
  else set.add(value)
}

function drop<K>(map: Map<K, Set<string>>, key: K, value: string): void {
  const set = map.get(key)
  set?.delete(value)
  if (set?.size === 0) map.delete(key)
}

function uniquePart(sum: ByteSum | undefined): Pick<ImageRow, 'unique' | 'uniqueAbout'> {
  if (sum === undefined) return {}
  return { unique: allBytes(sum), ...(sum.about.length > 0 && { uniqueAbout: sum.about }) }
}

function sameSum(a: ByteSum | undefined, b: ByteSum | undefined): boolean {
  if (a === undefined || b === undefined) return a === b
  return allBytes(a) === allBytes(b) && sameList(a.about, b.about)
}

function sameRow(a: ImageRow, b: ImageRow): boolean {
  return (
    a.created === b.created &&
    a.size === b.size &&
    a.naming === b.naming &&
    a.running === b.running &&
    a.stopped === b.stopped &&
    a.platform === b.platform &&
    a.parentId === b.parentId &&
    a.unique === b.unique &&
    sameList(a.uniqueAbout ?? [], b.uniqueAbout ?? []) &&
    a.was?.tag === b.was?.tag &&
    a.was?.movedTo === b.was?.movedTo &&
    sameLedger(a.ledger, b.ledger) &&
    sameList(a.tags, b.tags) &&
    sameList(a.digests, b.digests) &&
    sameList(a.usedBy, b.usedBy)
  )
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i])
}
