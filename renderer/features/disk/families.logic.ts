import type { DiskPageImage } from '@shared/domain/diskPage'
import type { DiskTree } from './tree.logic'

/** A line of the table of families: layers that several images have, or an image with what it adds to what it stands on. */
export type FamilyRow =
  | {
      readonly type: 'base'
      readonly key: string
      readonly at: number
      readonly depth: number
      /** Its own bytes, once. */
      readonly own: number
      /** With all that stands on it. */
      readonly whole: number
      readonly owners: number
      readonly open: boolean
    }
  | {
      readonly type: 'image'
      readonly key: string
      readonly depth: number
      readonly image: DiskPageImage
      /** Layers that only it has. */
      readonly adds: number
      readonly about: boolean
    }

/** Families with more images than this are closed until someone opens them. */
const openUpTo = 40

/** Depth first, largest first. `turned`: keys of bases that someone opened or closed. */
export function familyRows(tree: DiskTree, turned: ReadonlySet<string>): readonly FamilyRow[] {
  const rows: FamilyRow[] = []
  const add = (at: number, depth: number): void => {
    const { owners = 0, about = false } = tree.page.segments[at] ?? {}
    const ending = (tree.ends[at] ?? []).flatMap((index) => tree.page.images[index] ?? [])
    const isAlone = owners === 1 && ending.length === 1
    let inside = depth
    if (!isAlone) {
      const key = baseKey(tree, at)
      const open = owners <= openUpTo !== turned.has(key)
      const [own = 0, whole = 0] = [tree.own[at], tree.whole[at]]
      rows.push({ type: 'base', key, at, depth, own, whole, owners, open })
      if (!open) return
      inside = depth + 1
    }
    for (const image of ending) {
      const adds = isAlone ? (tree.own[at] ?? 0) : 0
      rows.push({ type: 'image', key: image.id, depth: inside, image, adds, about })
    }
    for (const one of tree.above[at] ?? []) add(one, inside)
  }
  for (const root of tree.roots) add(root, 0)
  return rows
}

/** Lives through a new page: an image that has it, and how high it is. */
function baseKey(tree: DiskTree, at: number): string {
  let depth = 0
  for (let next = at; next >= 0; next = tree.page.segments[next]?.below ?? -1) depth += 1
  let top = at
  for (let next: number | undefined = at; next !== undefined; next = tree.above[next]?.[0]) top = next
  const image = tree.page.images[tree.ends[top]?.[0] ?? -1]
  return `${depth} ${image?.id ?? at}`
}
