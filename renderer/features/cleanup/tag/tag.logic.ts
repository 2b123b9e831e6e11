import type { TagPreview } from '@shared/domain/tagging'

export type ValidPreview = Extract<TagPreview, { type: 'valid' }>

/** What a person should know before the tag is set, most important first. */
export type TagNote =
  | {
      readonly type: 'takesFromOther'
      readonly imageId: string
      readonly dangling: boolean
      readonly otherTags: readonly string[]
    }
  | { readonly type: 'alreadyThis' }
  | { readonly type: 'defaultedTag' }

export function tagNotes(preview: ValidPreview): readonly TagNote[] {
  const notes: TagNote[] = []
  if (preview.owner.type === 'otherImage')
    notes.push({
      type: 'takesFromOther',
      imageId: preview.owner.imageId,
      dangling: preview.owner.becomesDangling,
      otherTags: preview.owner.otherTags,
    })
  if (preview.owner.type === 'thisImage') notes.push({ type: 'alreadyThis' })
  if (preview.defaultedTag) notes.push({ type: 'defaultedTag' })
  return notes
}

export function expectedOwner(preview: ValidPreview): string | undefined {
  return preview.owner.type === 'otherImage' ? preview.owner.imageId : undefined
}

/** Nothing to do when the image has this very name already. */
export function canTag(preview: TagPreview | undefined, isStale: boolean): preview is ValidPreview {
  return preview?.type === 'valid' && !isStale && preview.owner.type !== 'thisImage'
}

/** A new name starts from what the image is called now: most tags differ in their last part only. */
export function startingName(tags: readonly string[]): string {
  return tags[0] ?? ''
}
