import type { Height } from '../images/layerAlignment'
import type { StoredContent } from '../ports/storage'
import { reachedFrom } from './blobSets'
import { Content } from './content'
import { Forest, type Stack } from './forest'
import { exactBytes, exactly } from './height'
import { containerOwner, isRead, type KnownImage, recordOwner, type ViewFacts } from './viewFacts'

export type Forests = {
  readonly files: Forest
  /** Layers as they were pulled, loaded or built; nothing in it on the classic store. */
  readonly blobs: Forest
  /** The same to the byte, where the engine told the blobs themselves. */
  readonly content?: Content
  /** Images of which not all is read. */
  readonly unread: ReadonlySet<string>
}

/** Pure. */
export function forestsOf(facts: ViewFacts): Forests {
  const { images } = facts
  const silent = halfWayOf(images)
  const unread = new Set(images.filter((image) => !isRead(image, facts)).map(({ id }) => id))
  const heights = heightsOf(facts)
  const stacks = images.map(
    ({ id, keys }): Stack => ({
      owner: id,
      keys: keys ?? [unreadKey(id)],
      silent: silent.has(id),
      weak: facts.content !== undefined && !keepsFiles(id, keys, facts.content.store),
    }),
  )
  const files = new Forest({
    stacks: [...stacks, ...stacksOfOthers(facts)],
    upTo: (key) => exactBytes(heights(key)),
    guess: (key) => heights(key)?.likely,
  })
  if (facts.store === 'classic') return { files, blobs: new Forest({ stacks: [], upTo: () => 0 }), unread }
  const { content: told, holders } = facts
  const content = told && new Content(told.store, images, silent, holders?.records ?? [], told.layers)
  return { files, blobs: blobsOf(facts, files, stacks, content), ...(content && { content }), unread }
}

/**
 * Half-way images of the classic builder whose layers another image has too. They go with it, and nobody thinks of them
 * as someone to share with.
 */
function halfWayOf(images: readonly KnownImage[]): ReadonlySet<string> {
  const halfWay = images.filter((image) => image.halfWay)
  if (halfWay.length === 0) return new Set()
  const held = new Set(images.filter((image) => !image.halfWay).flatMap(({ keys }) => keys ?? []))
  return new Set(
    halfWay
      .filter(({ keys }) => keys !== undefined && (keys.length === 0 || held.has(keys.at(-1) ?? '')))
      .map(({ id }) => id),
  )
}

/**
 * Containerd store: an image keeps its unpacked files by a label of its config. One that was loaded when its layers were all
 * there has none (docs/engine-facts-disk.md): its files go with the others that have them.
 */
function keepsFiles(id: string, keys: readonly string[] = [], { blobs }: StoredContent): boolean {
  const top = keys.at(-1)
  if (top === undefined) return true
  for (const digest of reachedFrom(id, blobs)) if (blobs.get(digest)?.chainId === top) return true
  return false
}

/** Layers of containers whose image is gone, and of records of the build cache: on the disk, in no image. */
function stacksOfOthers({ images, containers, holders }: ViewFacts): readonly Stack[] {
  const listed = new Set(images.map(({ id }) => id))
  const orphans = containers.filter(({ imageId }) => !listed.has(imageId))
  return [
    ...orphans.map(({ id, keys = [] }) => ({ owner: containerOwner(id), keys, silent: true })),
    ...(holders?.records ?? []).map(({ id, files }) => ({
      owner: recordOwner(id),
      keys: files,
      silent: true,
    })),
  ]
}

function heightsOf(facts: ViewFacts): (key: string) => Height | undefined {
  const own = new Map<string, Height>()
  for (const { keys, passing } of facts.images) {
    if (passing === undefined) continue
    for (const [index, key] of (keys ?? []).entries()) {
      const height = passing[index]
      if (height !== undefined && facts.heightOf(key) === undefined) own.set(key, height)
    }
  }
  for (const { id, size, keys } of facts.images) {
    if (keys === undefined) own.set(unreadKey(id), exactly(size))
    else if (facts.store === 'classic' && keys.length > 0) own.set(keys.at(-1) ?? '', exactly(size))
  }
  addRecords(facts, own)
  return (key) => own.get(key) ?? facts.heightOf(key)
}

/** A record of the build cache tells its own layer: enough where the one below is known. */
function addRecords({ holders, heightOf }: ViewFacts, own: Map<string, Height>): void {
  const lowestFirst = [...(holders?.records ?? [])].sort((a, b) => a.files.length - b.files.length)
  for (const { files, layer } of lowestFirst) {
    const key = files.at(-1)
    const below = files.at(-2)
    if (key === undefined || layer === undefined || own.has(key) || heightOf(key) !== undefined) continue
    const floor = below === undefined ? 0 : exactBytes(own.get(below) ?? heightOf(below))
    if (floor === undefined) continue
    own.set(key, exactly(floor + layer))
  }
}

function unreadKey(id: string): string {
  return `unread ${id}`
}

/**
 * The containerd store's list adds up both: what its files leave of an image's size are its layers as they came, its
 * config and its manifests. Of a single layer's blob no request tells; it is guessed in proportion to the files, by the
 * image that has the least above it.
 */
function blobsOf(
  facts: ViewFacts,
  files: Forest,
  stacks: readonly Stack[],
  told: Content | undefined,
): Forest {
  const content = new Map<string, number>()
  const guesses = new Map<string, { readonly bytes: number; readonly of: number }>()
  for (const { id, size, keys, passing } of facts.images) {
    const heights = files.heights(id)
    // What was unpacked when the list told the size.
    const all = passing?.at(-1)?.least ?? heights.at(-1) ?? 0
    const bytes = Math.max(0, size - all)
    content.set(ownKey(id), bytes)
    if (keys === undefined) {
      content.set(unreadKey(id), 0)
      continue
    }
    for (const [index, key] of keys.entries()) {
      if ((guesses.get(key)?.of ?? Number.POSITIVE_INFINITY) <= all) continue
      const share = all === 0 ? (index + 1) / keys.length : (heights[index] ?? 0) / all
      guesses.set(key, { bytes: Math.round(bytes * share), of: all })
    }
  }
  const kept = (facts.holders?.records ?? []).map(({ id, blobs }): Stack => {
    return { owner: recordOwner(id), keys: blobs, silent: true }
  })
  return new Forest({
    stacks: [...stacks.map((stack) => ({ ...stack, keys: [...stack.keys, ownKey(stack.owner)] })), ...kept],
    upTo: (key) => content.get(key) ?? told?.heights.get(key),
    guess: (key) => guesses.get(key)?.bytes,
  })
}

function ownKey(id: string): string {
  return `content of ${id}`
}
