import { pastedReference } from '@shared/domain/pastedReference'
import { parseReference, withDefaultTag } from '@shared/domain/reference'
import type { AppError } from '@shared/errors'

export type TypedReference =
  | { readonly type: 'empty' }
  | { readonly type: 'invalid'; readonly error: AppError }
  | {
      readonly type: 'valid'
      readonly familiar: string
      readonly canonical: string
      /** Neither a tag nor a digest was named. */
      readonly isDefaultTag: boolean
    }

/** A name as typed or pasted: `redis`, a pull command, a link to Docker Hub. */
export function readReference(typed: string): TypedReference {
  const text = pastedReference(typed)
  if (text === '') return { type: 'empty' }
  const parsed = parseReference(text)
  if (!parsed.ok) return { type: 'invalid', error: parsed.error }
  const { familiar, canonical } = withDefaultTag(parsed.value)
  const { tag, digest } = parsed.value
  return { type: 'valid', familiar, canonical, isDefaultTag: tag === undefined && digest === undefined }
}
