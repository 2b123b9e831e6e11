import type { ImageId } from '@shared/domain/image'

/** A second opinion, written without a line of the product: what a person would say. */

type Image = { readonly id: ImageId; readonly parentId?: ImageId }

/** Images that nothing holds: no container uses them, and all that was built on them can go too. */
export function mayGo(images: readonly Image[], used: ReadonlySet<ImageId>): readonly ImageId[] {
  const stays = new Set(images.filter(({ id }) => used.has(id)).map(({ id }) => id))
  for (let grown = true; grown; ) {
    grown = false
    for (const { id, parentId } of images) {
      if (!stays.has(id) || parentId === undefined || stays.has(parentId)) continue
      stays.add(parentId)
      grown = true
    }
  }
  return images.map(({ id }) => id).filter((id) => !stays.has(id))
}

/** `*` and classes as in a shell, over the whole name or the name without tag and digest. */
export function nameFits(glob: string, name: string): boolean {
  const pattern = new RegExp(`^${glob.replaceAll('.', '\\.').replaceAll('*', '[^/]*')}$`)
  const repository = name.replace(/@.*$/, '').replace(/:[^/:]*$/, '')
  return pattern.test(name) || pattern.test(repository)
}

export function madeFromName(createdFrom: string, name: string): boolean {
  return createdFrom === name || `${createdFrom}:latest` === name
}
