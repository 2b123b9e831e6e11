import type { CleanupRow } from '@shared/domain/cleanup'
import type { RemovalStep } from '@shared/domain/removal'
import { appError } from '@shared/errors'
import { expect, test } from 'vitest'
import { cleanupLines } from '../../../renderer/features/activity/cleanup/cleanupLines.logic'
import { imageId } from '../../builders/imageRow'

const step = (reference: string): RemovalStep => ({
  target: { type: 'reference', reference, imageId: imageId(1) },
  force: false,
  expected: 'untagged',
})

test('what did not go as planned comes first, and a name that went has its way back beside it', () => {
  const error = appError('IMAGE_CHANGED', { reference: 'b:1' })
  const container: CleanupRow = { type: 'container', id: 'c', name: 'web', outcome: 'done' }
  const rows: readonly CleanupRow[] = [
    container,
    {
      type: 'image',
      result: { type: 'done', step: step('a:1'), untagged: ['a:1'], deleted: [imageId(1)] },
      giveBack: [{ type: 'none', reference: 'a:1' }],
    },
    { type: 'image', result: { type: 'dropped', step: step('b:1'), error }, giveBack: [] },
  ]
  expect(cleanupLines(rows)).toMatchObject([
    { line: { type: 'dropped', name: 'b:1' } },
    { type: 'other', row: container },
    { line: { type: 'untagged', text: 'a:1' }, giveBack: { type: 'none', reference: 'a:1' } },
    { line: { type: 'deleted', text: imageId(1) } },
  ])
})
