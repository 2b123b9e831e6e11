import type { ImageId } from '@shared/domain/image'
import type { BaseGroup, ImageBases } from '@shared/domain/sizes'
import type { ImageTable } from '../images/imageTable'
import type { SizeView } from './sizeView'
import { nameOf } from './sums'

type Base = { readonly imageId: ImageId; readonly guessed: boolean }

/** Pure: images by what they were made from. The nearest base that has a name; of several with equal layers always the same. */
export function basesOf(view: SizeView, table: ImageTable): ImageBases {
  const isNamed = (id: ImageId) => nameOf(table, id) !== undefined
  const bases = new Map<ImageId, Base>()
  for (const { id } of table.entries()) {
    const base = recordedBase(id, table) ?? chainBase(id, view, table, isNamed)
    if (base !== undefined) bases.set(id, base)
  }
  const groups = new Map<ImageId | undefined, { images: ImageId[]; guessed: boolean }>()
  const into = (key: ImageId | undefined, image: ImageId, guessed: boolean) => {
    const group = groups.get(key) ?? { images: [], guessed: false }
    groups.set(key, group)
    group.images.push(image)
    group.guessed ||= guessed
  }
  for (const [image, { imageId, guessed }] of bases) into(imageId, image, guessed)
  for (const { id } of table.entries()) if (!bases.has(id)) into(groups.has(id) ? id : undefined, id, false)
  return {
    unread: view.unread,
    groups: [...groups].map(([imageId, { images, guessed }]): BaseGroup => {
      if (imageId === undefined) return { images }
      return { base: { imageId, name: nameOf(table, imageId) ?? imageId, guessed }, images }
    }),
  }
}

/** The classic builder's record: the first ancestor with a name is what FROM named. */
function recordedBase(id: ImageId, table: ImageTable): Base | undefined {
  const seen = new Set<ImageId>()
  let parent = table.entry(id)?.parentId
  while (parent !== undefined && !seen.has(parent)) {
    seen.add(parent)
    if (nameOf(table, parent) !== undefined) return { imageId: parent, guessed: false }
    parent = table.entry(parent)?.parentId
  }
  return undefined
}

function chainBase(
  id: ImageId,
  view: SizeView,
  table: ImageTable,
  isNamed: (id: ImageId) => boolean,
): Base | undefined {
  const found = view.files.standsOn(id, isNamed)
  const [first] = [...found].sort((a, b) => ((nameOf(table, a) ?? a) < (nameOf(table, b) ?? b) ? -1 : 1))
  return first === undefined ? undefined : { imageId: first, guessed: true }
}
