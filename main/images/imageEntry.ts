import type { ImageStore } from '@shared/domain/engine'
import type { ImageId, ImageRow } from '@shared/domain/image'
import { normalNames } from '@shared/domain/imageNames'
import type { InspectedImage, ListedImage } from '../ports/engineClient'

/** What the index keeps of an image: its row without what follows from other images, containers and the past. */
export type ImageEntry = Omit<ImageRow, 'naming' | 'running' | 'stopped' | 'usedBy' | 'ledger'>

/** List and inspect differ in what they leave out: one normal form, so that a row never depends on who told it. */
type Told = Pick<ListedImage, 'id' | 'tags' | 'repoDigests' | 'created' | 'parentId'>

function common(told: Told, store: ImageStore) {
  return {
    id: told.id,
    ...normalNames(told, store),
    // The list says seconds, inspect more: whole seconds, or a row would change by being looked at.
    ...(told.created === undefined ? {} : { created: Math.floor(told.created / 1000) * 1000 }),
    ...(told.parentId === undefined ? {} : { parentId: told.parentId }),
  }
}

export function entryOfListed(
  listed: ListedImage,
  store: ImageStore,
  before: ImageEntry | undefined,
): ImageEntry {
  const platform = listed.platform ?? before?.platform
  return {
    ...common(listed, store),
    size: listed.size,
    ...(platform === undefined ? {} : { platform }),
    ...(before?.was === undefined ? {} : { was: before.was }),
  }
}

/** `size`: the list's, where it is known; inspect counts otherwise on the containerd store (docs/engine-facts.md). */
export function entryOfInspected(
  image: InspectedImage,
  store: ImageStore,
  size: number,
  before: ImageEntry | undefined,
): ImageEntry {
  return {
    ...common(image, store),
    size,
    platform: platformOf(image),
    ...(before?.was === undefined ? {} : { was: before.was }),
  }
}

export function platformOf(image: Pick<InspectedImage, 'os' | 'architecture' | 'variant'>): string {
  return [image.os, image.architecture, image.variant]
    .filter((part) => part !== undefined && part !== '')
    .join('/')
}

/** The entry after a name of it went to another image or was removed; `until` in ms since the epoch. */
export function withoutTag(
  entry: ImageEntry,
  tag: string,
  lost: { readonly until: number; readonly movedTo?: ImageId },
): ImageEntry {
  return { ...entry, tags: entry.tags.filter((name) => name !== tag), was: { tag, ...lost } }
}

/** Carries `was` over: set when the last tags went, dropped as soon as there is one again. */
export function rememberLoss(
  before: ImageEntry | undefined,
  after: ImageEntry,
  until: number,
  ownerOf: (tag: string) => ImageId | undefined,
): ImageEntry {
  const { was: _, ...rest } = after
  if (after.tags.length > 0) return rest
  const lost = before?.tags.at(-1)
  if (lost === undefined) return after
  const movedTo = ownerOf(lost)
  return { ...rest, was: { tag: lost, until, ...(movedTo === undefined ? {} : { movedTo }) } }
}
