import { randomBytes } from 'node:crypto'
import type { OpenedImage, PlatformNode, ReadingState } from '@shared/domain/contents'
import type { ManifestNode } from '@shared/domain/imageSource'
import { AppFailure, appError } from '@shared/errors'
import type { OpenPlace } from './places/place'

/** So many at a time; the one that was used longest ago gives way. */
const maxOpen = 32
/** Nodes of a tree that a page is given. */
const maxNodes = 2_000
const maxText = 512
const maxProblems = 100

export type Handle = { readonly handle: string; readonly place: OpenPlace }

/** The images that pages have open, by handles that can't be guessed. */
export class OpenImages {
  readonly #open = new Map<string, Handle>()

  add(place: OpenPlace): Handle {
    const handle = randomBytes(12).toString('base64url')
    const opened = { handle, place }
    this.#open.set(handle, opened)
    return opened
  }

  /** Those that have to go for the newest. */
  excess(): readonly Handle[] {
    return [...this.#open.values()].slice(0, Math.max(0, this.#open.size - maxOpen))
  }

  /** @throws AppFailure CONTENTS_GONE */
  get(handle: string): Handle {
    const opened = this.#open.get(handle)
    if (opened === undefined) throw new AppFailure(appError('CONTENTS_GONE'))
    this.#open.delete(handle)
    this.#open.set(handle, opened)
    return opened
  }

  take(handle: string): Handle | undefined {
    const opened = this.#open.get(handle)
    this.#open.delete(handle)
    return opened
  }

  all(): readonly Handle[] {
    return [...this.#open.values()]
  }

  clear(): void {
    this.#open.clear()
  }
}

/** What a page sees of it; `known`: layers that are indexed. */
export function openedImage({ handle, place }: Handle, known: ReadonlySet<string>): OpenedImage {
  const image = place.image()
  const tree = place.tree()
  const damage = place.damage().slice(0, maxProblems)
  const shared = {
    handle,
    place: place.type,
    reading: readingOf(place, known),
    ...(tree === undefined ? {} : { tree: shownTree(tree) }),
    ...(damage.length === 0 ? {} : { damage }),
  }
  if (image === undefined) {
    return { ...shared, name: place.name, references: [], id: '', layerCount: 0, problems: [] }
  }
  const { name, references, id, treeId, configDigest, platform, created, layers, problems } = image
  const stored = layers.reduce<number | undefined>(
    (sum, { storedBytes }) =>
      sum === undefined || storedBytes === undefined ? undefined : sum + storedBytes,
    0,
  )
  return {
    ...shared,
    name: name.slice(0, maxText),
    references: references.slice(0, 100).map((text) => text.slice(0, maxText)),
    id,
    layerCount: layers.length,
    problems: problems.slice(0, maxProblems),
    ...(treeId === undefined || treeId === id ? {} : { treeId }),
    ...(configDigest === undefined ? {} : { configDigest }),
    ...(platform === undefined ? {} : { platform: platform.slice(0, 100) }),
    ...(created === undefined ? {} : { created }),
    ...(stored === undefined ? {} : { storedBytes: stored }),
  }
}

function readingOf(place: OpenPlace, known: ReadonlySet<string>): ReadingState {
  const image = place.image()
  const unread = new Set(
    (image?.layers ?? []).map(({ diffId }) => diffId).filter((diffId) => !known.has(diffId)),
  )
  if (image !== undefined && unread.size === 0) return { type: 'ready' }
  return { type: 'unread', layers: unread.size, ...place.cost(unread) }
}

/** Cut where it would make a message too large. */
function shownTree(tree: readonly ManifestNode[]): readonly PlatformNode[] {
  let left = maxNodes
  const names = (references: readonly string[]) =>
    references.slice(0, 20).map((text) => text.slice(0, maxText))
  const show = (nodes: readonly ManifestNode[]): readonly PlatformNode[] =>
    nodes.flatMap((node): PlatformNode[] => {
      left -= 1
      if (left < 0) return []
      switch (node.type) {
        case 'index':
          return [{ ...node, references: names(node.references), children: show(node.children) }]
        case 'image': {
          const { imageId, references, ...rest } = node
          return [
            { ...rest, references: names(references), ...(imageId === undefined ? {} : { id: imageId }) },
          ]
        }
        default:
          return [node]
      }
    })
  return show(tree)
}
