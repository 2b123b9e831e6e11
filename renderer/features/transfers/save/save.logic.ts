import { shortId } from '@shared/domain/digest'
import type { ImageId, ImageRow } from '@shared/domain/image'
import { referenceParts } from '@shared/domain/referenceParts'
import { maxSavedImages } from '@shared/domain/transfer'

/** One line of what can be saved: a tag, or the id of an image without one. */
export type SaveChoice = {
  /** What is asked of the engine. */
  readonly image: string
  readonly imageId: ImageId
  /** Without a tag it has no name in the file either. */
  readonly isNamed: boolean
  readonly size: number
}

export type SavePlan = {
  readonly images: readonly string[]
  readonly suggestedName: string
  readonly command: string
  /** Layers that images share are in the file once: this is the most. */
  readonly atMost: number
  readonly nameless: number
  readonly isTooMany: boolean
}

export function saveChoices(rows: readonly ImageRow[]): readonly SaveChoice[] {
  return rows.flatMap(({ id, tags, size }): readonly SaveChoice[] =>
    tags.length === 0
      ? [{ image: id, imageId: id, isNamed: false, size }]
      : tags.map((tag) => ({ image: tag, imageId: id, isNamed: true, size })),
  )
}

export function savePlan(chosen: readonly SaveChoice[]): SavePlan {
  const suggestedName = proposedName(chosen)
  const sizes = new Map(chosen.map(({ imageId, size }) => [imageId, size]))
  const shown = chosen.map(({ image, isNamed }) => (isNamed ? image : shortId(image)))
  return {
    images: chosen.map(({ image }) => image),
    suggestedName,
    command: `docker save --output ${suggestedName} ${shown.join(' ')}`,
    atMost: [...sizes.values()].reduce((sum, size) => sum + size, 0),
    nameless: chosen.filter(({ isNamed }) => !isNamed).length,
    isTooMany: chosen.length > maxSavedImages,
  }
}

/** `team/app:1.2` becomes `team_app_1.2.tar`; several tags of one repository get its name alone. */
function proposedName(chosen: readonly SaveChoice[]): string {
  const [first] = chosen
  if (first === undefined) return 'images.tar'
  if (chosen.length === 1) return fileName(first.isNamed ? first.image : shortId(first.image))
  const repositories = new Set(
    chosen.map(({ image, isNamed }) => (isNamed ? referenceParts(image).repository : image)),
  )
  const [only = ''] = repositories
  return fileName(repositories.size === 1 && first.isNamed ? only : 'images')
}

function fileName(text: string): string {
  return `${text.replaceAll(/[^\w.-]+/g, '_').slice(0, 100)}.tar`
}
