import { shortId } from '@shared/domain/digest'
import type { ImageId } from '@shared/domain/image'
import { firstName } from '@shared/domain/imageNames'
import type { ImageSetSum, ImageSums } from '@shared/domain/sizes'
import type { ImageTable } from '../images/imageTable'
import type { SizeView } from './sizeView'

/** Pure: what each of these sets of images is on the disk, and what comes back when it goes. */
export function sumsOf(sets: readonly (readonly ImageId[])[], view: SizeView, table: ImageTable): ImageSums {
  const why = sets.length === 1
  return { sums: sets.map((set) => sumOf(set, view, table, why)), unread: view.unread }
}

function sumOf(set: readonly ImageId[], view: SizeView, table: ImageTable, why: boolean): ImageSetSum {
  const present = [...new Set(set)].filter((id) => table.entry(id) !== undefined)
  const going = withParents(present, table)
  const because = why ? becauseOf(going, view, table) : undefined
  return {
    count: present.length,
    stored: view.stored(present),
    reclaim: view.reclaim({ images: going }),
    ...(because && { because }),
  }
}

/** With their untagged ancestors of which no child stays: the engine lets them go too. */
export function withParents(images: readonly ImageId[], table: ImageTable): ReadonlySet<ImageId> {
  const going = new Set(images)
  for (const id of images) {
    let parent = table.entry(id)?.parentId
    while (parent !== undefined && !going.has(parent)) {
      const entry = table.entry(parent)
      if (entry === undefined || entry.tags.length > 0 || entry.digests.length > 0) break
      if (table.children(parent).some((child) => !going.has(child))) break
      going.add(parent)
      parent = entry.parentId
    }
  }
  return going
}

function becauseOf(going: ReadonlySet<ImageId>, view: SizeView, table: ImageTable): ImageSetSum['because'] {
  const keepers = view.keepers(going)
  const most = keepers[0]
  if (most === undefined) return undefined
  // Of those that keep the same, one that people know by name.
  const named = keepers.find(({ image, bytes }) => bytes === most.bytes && nameOf(table, image) !== undefined)
  const { image, bytes } = named ?? most
  return { imageId: image, name: nameOf(table, image) ?? shortId(image), bytes, others: keepers.length - 1 }
}

/** Best name that people know it by. */
export function nameOf(table: ImageTable, id: ImageId): string | undefined {
  const entry = table.entry(id)
  return entry && firstName(entry)
}
