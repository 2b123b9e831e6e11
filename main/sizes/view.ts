import type { ImageId } from '@shared/domain/image'
import type { ByteSum, Doubt, Reclaim, StoredBytes } from '@shared/domain/sizes'
import type { BlobSets } from './blobSets'
import type { Fates, Forest, Holder, Level, Sum } from './forest'
import { type Forests, forestsOf } from './forests'
import type { Going, Keeper, RecordLayer, Sharer, SizeView } from './sizeView'
import { containerOwner, recordOwner, type ViewFacts } from './viewFacts'

/** Pure: the bytes of one engine, from what is known of it. */
export function viewOf(facts: ViewFacts): SizeView {
  return new View(facts)
}

class View implements SizeView {
  readonly #facts: ViewFacts
  readonly #forests: Forests
  #unique: { readonly files: Uniques; readonly blobs: Uniques } | undefined

  #allStaying: Staying | undefined

  constructor(facts: ViewFacts) {
    this.#facts = facts
    this.#forests = forestsOf(facts)
  }

  get store() {
    return this.#facts.store
  }

  get usage() {
    return this.#facts.usage
  }

  get images(): number {
    return this.#facts.images.length
  }

  get unread(): number {
    return this.#forests.unread.size
  }

  get files(): Forest {
    return this.#forests.files
  }

  get blobs(): Forest {
    return this.#forests.blobs
  }

  /** What blobs are summed up from. */
  get #counted(): Forest | BlobSets {
    return this.#forests.content?.sets ?? this.#forests.blobs
  }

  stored(images: Iterable<ImageId>): ByteSum {
    const owners = [...images]
    const { files, unread } = this.#forests
    const blobs = this.#counted
    const isUnread = owners.some((id) => unread.has(id))
    return this.#sum(files.union(owners), blobs.union(owners), isUnread)
  }

  unique(image: ImageId): ByteSum | undefined {
    const { files, unread } = this.#forests
    if (unread.has(image)) return undefined
    this.#unique ??= { files: files.unique(), blobs: this.#counted.unique() }
    const none: Sum = { bytes: 0, doubtful: false }
    const { files: inFiles, blobs: inBlobs } = this.#unique
    return this.#sum(inFiles.get(image) ?? none, inBlobs.get(image) ?? none, unread.size > 0)
  }

  layers(image: ImageId): readonly Level[] | undefined {
    const isListed = this.#facts.images.some(({ id }) => id === image)
    return isListed && !this.#forests.unread.has(image) ? this.files.stack(image) : undefined
  }

  sharers(image: ImageId): readonly Sharer[] {
    return this.files.sharers(image).map(({ owner, depth }) => ({ image: owner, layers: depth }))
  }

  reclaim({ images, containers = [], cacheRecords = [] }: Going): Reclaim {
    const { holders, differs } = this.#facts
    const gone = { containers: new Set(containers), records: new Set(cacheRecords) }
    const owners = [
      ...images,
      ...[...gone.containers].map(containerOwner),
      ...[...gone.records].map(recordOwner),
    ]
    const { files } = this.#forests
    const staying = this.#staying(gone)
    const inFiles = files.fates(owners, staying.files)
    // A container lives on its unpacked files: what they were unpacked from, it does not keep.
    const inBlobs = this.#counted.fates(owners, staying.blobs)
    const alone = this.#bytesAlone(gone)
    const about = new Set<Doubt>()
    if (this.unread > 0 || alone.unknown) about.add('unread')
    if (staying.unknownContainer) about.add('containers')
    if (inFiles.doubtful) about.add('split')
    if (inBlobs.doubtful) about.add('blobs')
    if (holders === undefined || (holders.unsure && holders.records.length > 0)) about.add('cache')
    if (differs) about.add('engine')
    const both = (fate: keyof Omit<Fates, 'doubtful'>): StoredBytes => ({
      files: inFiles[fate],
      blobs: inBlobs[fate],
    })
    const freed = both('freed')
    if (holders !== undefined && holders.records.length > 0 && isSmall(freed)) about.add('small')
    return {
      freed: { ...freed, files: freed.files + alone.bytes },
      staysInBuildCache: both('cache'),
      staysInContainers: both('containers'),
      staysInImages: both('owners'),
      about: [...about],
    }
  }

  keepers(images: Iterable<ImageId>): readonly Keeper[] {
    return this.#forests.files.keepers(images).map(({ owner, bytes }) => ({ image: owner, bytes }))
  }

  recordLayers(): ReadonlyMap<string, RecordLayer> {
    const { holders, images } = this.#facts
    const records = holders?.records ?? []
    if (records.length === 0) return new Map()
    const places = new Map<string, { readonly image: ImageId; readonly number: number }>()
    for (const { id, keys = [] } of images.filter(({ halfWay }) => !halfWay)) {
      for (const [index, key] of keys.entries()) {
        const ends = index === keys.length - 1
        if (ends || !places.has(key)) places.set(key, { image: id, number: index + 1 })
      }
    }
    return new Map(
      records.flatMap(({ id, files, blobs, about }) => {
        const place = places.get(files.at(-1) ?? blobs.at(-1) ?? '')
        return place === undefined ? [] : [[id, { ...place, about }] as const]
      }),
    )
  }

  #sum(files: Sum, blobs: Sum, isUnread: boolean): ByteSum {
    const about: Doubt[] = []
    if (isUnread) about.push('unread')
    if (files.doubtful) about.push('split')
    if (blobs.doubtful) about.push('blobs')
    if (this.#facts.differs) about.push('engine')
    return { files: files.bytes, blobs: blobs.bytes, about }
  }

  /** Who keeps layers when these are gone; the same maps each time for images alone. */
  #staying(gone: Gone): Staying {
    if (gone.containers.size + gone.records.size > 0) return stayingOf(this.#facts, this.#forests, gone)
    this.#allStaying ??= stayingOf(this.#facts, this.#forests, gone)
    return this.#allStaying
  }

  /** What stands on no layer: files that containers wrote, records that hold something else. */
  #bytesAlone(gone: Gone): {
    readonly bytes: number
    readonly unknown: boolean
  } {
    const { holders } = this.#facts
    const written = [...gone.containers].map((id) => holders?.writable.get(id))
    const records = (holders?.records ?? []).filter(({ id }) => gone.records.has(id))
    return {
      bytes:
        written.reduce<number>((sum, bytes) => sum + (bytes ?? 0), 0) +
        records.reduce((sum, { alone }) => sum + alone, 0),
      unknown: written.includes(undefined),
    }
  }
}

/**
 * Configs, manifests and statements alone, in bytes: BuildKit holds on to some of them, and no request tells to which (seen:
 * 703 promised, 0 given back).
 */
function isSmall({ files, blobs }: StoredBytes): boolean {
  return files === 0 && blobs > 0 && blobs < 64_000
}

type Gone = { readonly containers: ReadonlySet<string>; readonly records: ReadonlySet<string> }

type Staying = {
  readonly files: ReadonlyMap<string, Holder>
  readonly blobs: ReadonlyMap<string, Holder>
  /** Nobody knows what it stands on. */
  readonly unknownContainer: boolean
}

function stayingOf({ holders, containers }: ViewFacts, { content }: Forests, gone: Gone): Staying {
  const records = (holders?.records ?? []).filter(({ id }) => !gone.records.has(id))
  const living = containers.filter(({ id }) => !gone.containers.has(id))
  const stacks = records.map((record) => record.files)
  const stood = living.map(({ keys = [] }) => keys)
  return {
    files: new Map([...holding(stacks, 'cache'), ...holding(stood, 'containers')]),
    blobs:
      content?.heldBy(records) ??
      holding(
        records.map((record) => record.blobs),
        'cache',
      ),
    unknownContainer: living.some(({ keys }) => keys === undefined),
  }
}

type Uniques = ReadonlyMap<string, Sum>

/** A layer keeps all below it. */
function holding(stacks: readonly (readonly string[])[], holder: Holder): ReadonlyMap<string, Holder> {
  return new Map(stacks.flatMap((keys): [string, Holder][] => keys.slice(-1).map((top) => [top, holder])))
}
