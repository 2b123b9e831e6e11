import type { ImageNaming } from '@shared/domain/image'

/** What an image is called by; `hasChildren`: another image names it as its parent. */
export function namingOf(
  image: { readonly tags: readonly string[]; readonly digests: readonly string[] },
  hasChildren: boolean,
): ImageNaming {
  if (image.tags.length > 0) return 'tagged'
  if (image.digests.length > 0) return 'digestOnly'
  return hasChildren ? 'intermediate' : 'dangling'
}
