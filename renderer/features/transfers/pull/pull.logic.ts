import type { ImageRow } from '@shared/domain/image'
import { pastedReference } from '@shared/domain/pastedReference'
import { platforms } from '@shared/domain/platforms'
import { parseReference, type Reference, withDefaultTag } from '@shared/domain/reference'
import type { AppError } from '@shared/errors'

export type PullPlan =
  | { readonly type: 'empty' }
  | { readonly type: 'invalid'; readonly error: AppError }
  | {
      readonly type: 'valid'
      readonly familiar: string
      readonly canonical: string
      readonly isDefaultTag: boolean
      /** Who has the name now: it moves when the registry has another image. */
      readonly owner: ImageRow | undefined
      readonly becomesDangling: boolean
      readonly command: string
    }

export function pullPlan(typed: string, platform: string | undefined, rows: readonly ImageRow[]): PullPlan {
  const text = pastedReference(typed)
  if (text === '') return { type: 'empty' }
  const parsed = parseReference(text)
  if (!parsed.ok) return { type: 'invalid', error: parsed.error }
  const { familiar, canonical, digest }: Reference = withDefaultTag(parsed.value)
  const owner = digest === undefined ? rows.find((row) => row.tags.includes(familiar)) : undefined
  return {
    type: 'valid',
    familiar,
    canonical,
    isDefaultTag: parsed.value.tag === undefined && digest === undefined,
    owner,
    becomesDangling: owner?.tags.length === 1,
    command: `docker pull ${platform === undefined ? '' : `--platform ${platform} `}${familiar}`,
  }
}

/** The usual ones, and what was asked for if it is none of them. */
export function platformChoices(asked: string | undefined): readonly string[] {
  return asked === undefined || platforms.some((one) => one === asked) ? platforms : [asked, ...platforms]
}
