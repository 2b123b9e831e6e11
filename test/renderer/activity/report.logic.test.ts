import { appError } from '@shared/errors'
import { expect, it } from 'vitest'
import { isWhole, reportCounts, reportLines } from '../../../renderer/features/activity/report.logic'
import { byName, imageId, report, step } from '../cleanup/builders'

const moved = appError('IMAGE_CHANGED', { reference: 'c:1' })
const mixed = report([
  { type: 'done', step: step(byName('a:1')), untagged: ['a:1'], deleted: ['sha256:1', 'sha256:2'] },
  { type: 'done', step: step(byName('b:1')), untagged: ['b:1'], deleted: [] },
  { type: 'dropped', step: step(byName('c:1')), error: moved },
  { type: 'gone', step: step({ type: 'image', imageId: imageId(0xabc) }) },
  { type: 'untouched', step: step(byName('e:1')) },
])

it('counts steps, not lines of the engine', () => {
  expect(reportCounts(mixed)).toEqual({
    deleted: 1,
    untagged: 1,
    gone: 1,
    dropped: 1,
    failed: 0,
    untouched: 1,
  })
})

it('what did not go as confirmed comes first, then the engine word for word', () => {
  expect(reportLines(mixed).map((line) => [line.type, 'text' in line ? line.text : line.name])).toEqual([
    ['dropped', 'c:1'],
    ['gone', '000000000000'],
    ['untouched', 'e:1'],
    ['untagged', 'a:1'],
    ['deleted', 'sha256:1'],
    ['deleted', 'sha256:2'],
    ['untagged', 'b:1'],
  ])
})

it('is whole when all that was wanted is true, gone already included', () => {
  expect([isWhole(mixed), isWhole(report([{ type: 'gone', step: step(byName('a:1')) }]))]).toEqual([
    false,
    true,
  ])
})
