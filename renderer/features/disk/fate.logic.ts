import type { DiskPageImage } from '@shared/domain/diskPage'
import type { ImageId } from '@shared/domain/image'
import { type DiskTree, holdersOf } from './tree.logic'

/** What comes of the bytes of some images when they go. */
export type Fate = {
  readonly images: number
  readonly freed: number
  readonly inImages: number
  readonly inCache: number
  readonly inContainers: number
  readonly about: boolean
  /** The image that keeps most of it, likely the base of those that go; and how many others do. */
  readonly because?: { readonly image: DiskPageImage; readonly others: number }
}

const nothingGoes: Fate = { images: 0, freed: 0, inImages: 0, inCache: 0, inContainers: 0, about: false }

/** Containers of these images keep their layers, as long as they are there. */
export function fateOf(tree: DiskTree, going: ReadonlySet<ImageId>): Fate {
  // Most of the time nothing is chosen, and pages are long.
  if (going.size === 0) return nothingGoes
  const { page } = tree
  const counts = page.segments.map(() => 0)
  const used = page.segments.map(() => false)
  let images = 0
  for (const { id, top, used: isUsed } of page.images) {
    if (!going.has(id)) continue
    images += 1
    counts[top] = (counts[top] ?? 0) + 1
    if (isUsed) used[top] = true
  }
  for (let at = counts.length - 1; at >= 0; at -= 1) {
    const below = page.segments[at]?.below ?? -1
    if (below < 0) continue
    counts[below] = (counts[below] ?? 0) + (counts[at] ?? 0)
    if (used[at] === true) used[below] = true
  }
  const sums = { freed: 0, inImages: 0, inCache: 0, inContainers: 0 }
  let about = page.sums.unread > 0
  let keeping: number | undefined
  for (const [at, { owners, heldBy, about: isAbout }] of page.segments.entries()) {
    const count = counts[at] ?? 0
    if (count === 0) continue
    if (isAbout) about = true
    const stays = count < owners
    const fate = stays
      ? 'inImages'
      : used[at] === true || heldBy === 'containers'
        ? 'inContainers'
        : heldBy === 'cache'
          ? 'inCache'
          : 'freed'
    sums[fate] += tree.own[at] ?? 0
    if (stays && (keeping === undefined || (tree.own[at] ?? 0) > (tree.own[keeping] ?? 0))) keeping = at
  }
  const because = keeping === undefined ? undefined : keeperOf(tree, keeping, going)
  return { images, ...sums, about, ...(because && { because }) }
}

/** Enough to find one that stays among those that go. */
function keeperOf(tree: DiskTree, at: number, going: ReadonlySet<ImageId>): Fate['because'] {
  const owners = tree.page.segments[at]?.owners ?? 0
  const staying = holdersOf(tree, at, owners).filter(({ id }) => !going.has(id))
  const image = staying.find(({ name }) => name !== undefined) ?? staying[0]
  return image && { image, others: staying.length - 1 }
}
