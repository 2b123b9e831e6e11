import { appError } from '@shared/errors'
import { describe, expect, it } from 'vitest'
import {
  canTag,
  expectedOwner,
  tagNotes,
  type ValidPreview,
} from '../../../renderer/features/cleanup/tag/tag.logic'

function preview(over: Partial<ValidPreview> = {}): ValidPreview {
  return {
    type: 'valid',
    canonical: 'docker.io/library/app:latest',
    familiar: 'app:latest',
    defaultedTag: false,
    owner: { type: 'nobody' },
    command: 'docker tag 0123456789ab app:latest',
    ...over,
  }
}
const other = { type: 'otherImage', imageId: 'sha256:b', becomesDangling: true, otherTags: [] } as const

describe('before a tag is set', () => {
  it('says first who loses the tag, then that latest was put in', () => {
    expect(tagNotes(preview({ defaultedTag: true, owner: other }))).toEqual([
      { type: 'takesFromOther', imageId: 'sha256:b', dangling: true, otherTags: [] },
      { type: 'defaultedTag' },
    ])
  })

  it('hands back the owner that the user saw', () => {
    expect([expectedOwner(preview()), expectedOwner(preview({ owner: other }))]).toEqual([
      undefined,
      'sha256:b',
    ])
  })

  it('allows only what is valid, fresh and new', () => {
    expect([
      canTag(undefined, false),
      canTag({ type: 'invalid', error: appError('REFERENCE_UPPERCASE') }, false),
      canTag(preview(), true),
      canTag(preview({ owner: { type: 'thisImage' } }), false),
      canTag(preview(), false),
      canTag(preview({ owner: other }), false),
    ]).toEqual([false, false, false, false, true, true])
  })
})
