import { nameOrId } from '@shared/domain/imageNames'
import { describe, expect, it } from 'vitest'
import {
  namesOf,
  referenceLines,
  shownReference,
  targetsOf,
} from '../../../renderer/features/images/list/references.logic'
import { anImageRow, imageId } from '../../builders/imageRow'

const digest = `sha256:${'ab'.repeat(32)}`
const tagged = anImageRow({
  id: imageId(1),
  tags: ['app:1', 'localhost:5000/app:1'],
  digests: [`app@${digest}`, `other/app@${digest}`],
})
const dangling = anImageRow({ id: imageId(2), tags: [], naming: 'dangling' })

describe('shownReference', () => {
  it('splits where the eye looks', () => {
    expect(shownReference('localhost:5000/team/app:1.0')).toEqual({
      path: 'localhost:5000/team/',
      name: 'app',
      tag: '1.0',
      digest: undefined,
    })
  })

  it('shows twelve digits of a digest', () => {
    expect(shownReference(`redis@${digest}`)).toEqual({
      path: '',
      name: 'redis',
      tag: undefined,
      digest: 'abababababab',
    })
  })

  it('keeps what is no reference as it is', () => {
    expect(shownReference('<b>:x</b>')).toMatchObject({ path: '<b>:x</', name: 'b>' })
  })
})

describe('names of a row', () => {
  it('has the digest of a repository only where it has no tag', () => {
    expect(namesOf(tagged)).toEqual(['app:1', 'localhost:5000/app:1', `other/app@${digest}`])
    expect(nameOrId(dangling)).toBe('000000020123')
  })

  it('removes every name, or the image where it has none', () => {
    expect(targetsOf(tagged)).toEqual(
      ['app:1', 'localhost:5000/app:1', `other/app@${digest}`].map((reference) => ({
        type: 'reference',
        reference,
        imageId: tagged.id,
      })),
    )
    expect(targetsOf(dangling)).toEqual([{ type: 'image', imageId: dangling.id }])
  })

  it('copies one line for each name', () => {
    expect(referenceLines([tagged, dangling])).toEqual([...namesOf(tagged), dangling.id])
  })
})
