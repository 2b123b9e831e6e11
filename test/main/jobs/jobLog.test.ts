import { expect, test } from 'vitest'
import { JobLogRing } from '../../../main/jobs/jobLog'

test('the log tells what a program wrote to its stderr, also after lines were dropped', () => {
  const ring = new JobLogRing()
  ring.write('out')
  ring.write('err one\nerr two', 'stderr')
  ring.write('out again', 'stdout')
  expect(ring.read(0)).toEqual({
    from: 0,
    lines: ['out', 'err one', 'err two', 'out again'],
    dropped: 0,
    stderr: [1, 2],
  })
  expect(ring.read(3).stderr).toBeUndefined()
  ring.write(Array.from({ length: 9_998 }, () => 'more').join('\n'))
  expect(ring.read(0)).toMatchObject({ from: 2, dropped: 2, stderr: [2] })
})
