import { expect, test } from 'vitest'
import {
  clockOffset,
  groupSteps,
  isInternal,
  latestStamp,
  shortenDigests,
  spanOf,
  tenths,
} from '../../../../renderer/features/builds/steps/steps.logic'
import { aBuildView, aStep } from '../../../builders/buildView'

test.each([
  ['[internal] load .dockerignore', true],
  ['[auth] library/busybox:pull token for registry', true],
  ['[1/3] FROM scratch', false],
  ['[internals 1/1] RUN x', false],
  ['exporting to image', false],
  ['Step 1/3 : FROM scratch', false],
])('%s is internal: %s', (name, internal) => {
  expect(isInternal({ name })).toBe(internal)
})

test('members of a group count as internal, and what failed is never hidden', () => {
  const steps = [
    aStep({ id: 'g', name: 'part', group: 'whole' }),
    aStep({ id: 'a', name: '[internal] a', state: 'failed' }),
    aStep({ id: 'b', name: '[internal] b' }),
    aStep({ id: 'c', name: '[1/1] c' }),
  ]
  const ids = (withInternal: boolean) => groupSteps(steps, withInternal).shown.map(({ id }) => id)
  expect(ids(false)).toEqual(['a', 'c'])
  expect(ids(true)).toEqual(['g', 'a', 'b', 'c'])
  expect(groupSteps(steps, true).hidden.map(({ id }) => id)).toEqual(['g', 'b'])
})

test('times of a build are those of its steps and of their parts', () => {
  const view = aBuildView([
    aStep({ id: 'a', started: 1_000, completed: 2_000 }),
    aStep({
      id: 'b',
      state: 'running',
      started: 1_500,
      completed: undefined,
      statuses: [{ id: 's', name: 's', current: 0, started: 4_000 }],
    }),
    aStep({ id: 'c', state: 'waiting' }),
  ])
  expect(spanOf(view)).toEqual({ first: 1_000, last: 2_000 })
  expect(latestStamp(view)).toBe(4_000)
  expect(spanOf(aBuildView([]))).toEqual({})
  expect(latestStamp(aBuildView([]))).toBeUndefined()
})

test.each([
  ['the same clock, a step that is silent for a minute', { lag: 60_000, startedAt: 0, first: 100 }, 0],
  ['the same clock, read up to a second ago', { lag: -900 }, 0],
  ['an engine an hour ahead', { lag: -3_600_000, startedAt: 0, first: 3_600_050 }, -3_600_000],
  ['an engine an hour behind', { lag: 3_600_300, startedAt: 3_600_000, first: 100 }, 3_599_900],
  ['an engine behind, as far as can be told', { lag: 3_600_300 }, 0],
])('%s', (_, bounds, offset) => {
  expect(clockOffset(bounds)).toBe(offset)
})

test('seconds as Docker prints them, and digests short', () => {
  expect([0, 340, 10_840, 75_260, -5].map(tenths)).toEqual(['0.0', '0.3', '10.8', '75.3', '0.0'])
  const digest = `sha256:${'ab12'.repeat(16)}`
  expect(shortenDigests(`FROM x@${digest} and ${digest}0`)).toBe(`FROM x@ab12ab12ab12 and ${digest}0`)
})
