import { expect, it } from 'vitest'
import { countShown } from '../../../renderer/features/frame/sidebar.logic'
import { anImageRow, imageId } from '../../builders/imageRow'

it('counts steps of builds only when they are shown', () => {
  const rows = [anImageRow(), anImageRow({ id: imageId(2), naming: 'intermediate' })]
  expect(countShown(rows, false)).toBe(1)
  expect(countShown(rows, true)).toBe(2)
})
