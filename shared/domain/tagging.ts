import type { AppError } from '../errors'
import type { ImageId } from './image'

/** What tagging would do, told before it is done. */
export type TagPreview =
  | { readonly type: 'invalid'; readonly error: AppError }
  | {
      readonly type: 'valid'
      /** The full name that will be used: `docker.io/library/app:latest`. */
      readonly canonical: string
      readonly familiar: string
      /** True when no tag was given and `latest` was put in. */
      readonly defaultedTag: boolean
      /** Who has the tag now. */
      readonly owner:
        | { readonly type: 'nobody' }
        | { readonly type: 'thisImage' }
        | {
            readonly type: 'otherImage'
            readonly imageId: ImageId
            /** True when the tag is its last name, so that it would be left dangling. */
            readonly becomesDangling: boolean
            readonly otherTags: readonly string[]
          }
      /** `docker tag <short id> <familiar>` */
      readonly command: string
    }

export type TagOutcome = {
  readonly canonical: string
  readonly familiar: string
  readonly previousOwner?: ImageId
  readonly previousOwnerDangling: boolean
}
