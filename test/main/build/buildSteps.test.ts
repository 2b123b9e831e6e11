import type { BuildEvent } from '@shared/domain/build'
import {
  applyBuildEvents,
  endBuild,
  maxBuildChars,
  maxStepLines,
  newBuild,
  viewOf,
} from '@shared/domain/buildSteps'
import fc from 'fast-check'
import { expect, test } from 'vitest'

const step = (id: string, more: Partial<Extract<BuildEvent, { type: 'step' }>> = {}): BuildEvent => ({
  type: 'step',
  id,
  name: `step ${id}`,
  inputs: [],
  cached: false,
  ...more,
})
const log = (stepId: string, text: string): BuildEvent => ({ type: 'log', stepId, stream: 'stdout', text })
const after = (...events: readonly BuildEvent[]) => applyBuildEvents(newBuild('buildkit'), events)

test('states: waiting, running, cached, done, failed, cancelled', () => {
  const model = after(
    step('a'),
    step('b', { started: 2 }),
    step('c', { started: 1, completed: 1, cached: true }),
    step('d', { started: 1, completed: 2 }),
    step('e', { started: 1, completed: 2, error: 'boom' }),
    step('f', { started: 1, completed: 2, error: 'context canceled: context canceled' }),
  )
  const states = (m: typeof model) => Object.fromEntries(viewOf(m).steps.map(({ id, state }) => [id, state]))
  expect(states(model)).toEqual({
    a: 'waiting',
    b: 'running',
    c: 'cached',
    d: 'done',
    e: 'failed',
    f: 'cancelled',
  })
  expect(states(endBuild(model))).toMatchObject({ a: 'cancelled', b: 'cancelled', d: 'done' })
  expect(viewOf(model).steps.map(({ id }) => id)).toEqual(['c', 'd', 'e', 'f', 'b', 'a'])
  expect(viewOf(model).counts).toEqual({ total: 6, completed: 2, cached: 1 })
})

test('no step comes before those that it is made from, however their cached beginnings are told', () => {
  const cached = (id: string, started: number, inputs: readonly string[]) =>
    step(id, { started, completed: started, cached: true, inputs })
  const model = after(
    cached('c', 5, ['b']),
    cached('b', 5, ['a', 'never']),
    cached('a', 6, []),
    step('never'),
    step('round', { started: 7, inputs: ['trip'] }),
    step('trip', { started: 7, inputs: ['round'] }),
  )
  const order = viewOf(model).steps.map(({ id }) => id)
  expect(order.slice(0, 3)).toEqual(['a', 'b', 'c'])
  expect(order.at(-1)).toBe('never')
})

test('a step that begins again runs again', () => {
  const model = applyBuildEvents(after(step('a', { started: 1, completed: 1 })), [step('a', { started: 2 })])
  expect(viewOf(model).steps[0]).toMatchObject({ state: 'running', started: 2 })
  expect(viewOf(model).steps[0]?.completed).toBeUndefined()
})

test('names, errors and warnings come out harmless', () => {
  const model = after(
    step('a', { name: 'RUN \u001b[31mx\u202e', error: '\u0007' }),
    { type: 'warning', warning: { message: '\u001b]0;x\u0007', detail: ['\u009b'], lines: [] } },
    { type: 'failed', message: '\u001b[2J' },
  )
  expect(JSON.stringify(viewOf(model))).not.toMatch(/\\u00(?:0|1|7f|9)|\u202e|\u001b|\u009b/)
})

test('the log of one step and of all is capped, with counts', () => {
  const line = `${'x'.repeat(999)}\n`
  let model = newBuild('buildkit')
  for (let i = 0; i < 8; i += 1)
    model = applyBuildEvents(model, [log(`s${i}`, line.repeat(maxStepLines * 2))])
  const { steps } = viewOf(model)
  const kept = steps.reduce((sum, { log: { lines } }) => sum + lines.length, 0)
  const dropped = steps.reduce((sum, { log: { dropped: gone } }) => sum + gone, 0)
  expect(kept + dropped).toBe(8 * maxStepLines * 2)
  expect(steps.reduce((sum, { log: { chars } }) => sum + chars, 0)).toBeLessThanOrEqual(maxBuildChars)
  for (const {
    log: { lines, chars },
  } of steps)
    expect(chars).toBe(lines.reduce((n, { text }) => n + text.length, 0))
})

test('what stands without a line end is shown when its step ends', () => {
  const model = after(
    step('a', { started: 1 }),
    log('a', 'prompt> '),
    step('a', { started: 1, completed: 2 }),
  )
  expect(viewOf(model).steps[0]?.log.lines).toEqual([{ text: 'prompt> ', stream: 'stdout' }])
})

const anEvent: fc.Arbitrary<BuildEvent> = fc.oneof(
  fc
    .record({
      id: fc.constantFrom('a', 'b', 'c'),
      started: fc.option(fc.nat(9), { nil: undefined }),
      completed: fc.option(fc.nat(9), { nil: undefined }),
      cached: fc.boolean(),
    })
    .map(({ id, ...more }) => step(id, more)),
  fc.tuple(fc.constantFrom('a', 'b', 'z'), fc.string()).map(([id, text]) => log(id, text)),
  fc.tuple(fc.constantFrom('a', 'b'), fc.constantFrom('x', 'y'), fc.nat(9)).map(
    ([stepId, id, current]): BuildEvent => ({
      type: 'status',
      stepId,
      id,
      name: id,
      current,
    }),
  ),
)

test('property: batches do not matter, earlier models do not change, and counts add up', () => {
  fc.assert(
    fc.property(fc.array(anEvent, { maxLength: 30 }), fc.nat(30), (events, cut) => {
      const first = after(...events.slice(0, cut))
      const before = JSON.stringify(viewOf(first))
      const two = viewOf(endBuild(applyBuildEvents(first, events.slice(cut))))
      expect(two).toEqual(viewOf(endBuild(after(...events))))
      expect(JSON.stringify(viewOf(first))).toBe(before)
      expect(two.counts.completed).toBeLessThanOrEqual(two.counts.total)
      expect(two.counts.cached).toBeLessThanOrEqual(two.counts.completed)
    }),
  )
})
