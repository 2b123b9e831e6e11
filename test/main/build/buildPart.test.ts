import type { BuildEvent } from '@shared/domain/build'
import { type HeldBuild, heldLines, withPart } from '@shared/domain/buildPart'
import { applyBuildEvents, endBuild, maxStepLines, newBuild, viewOf } from '@shared/domain/buildSteps'
import { expect, test } from 'vitest'
import { type BuildWatch, buildWatch } from '../../../main/build/buildWatch'

const step = (id: string, over: Partial<Extract<BuildEvent, { type: 'step' }>> = {}): BuildEvent => ({
  type: 'step',
  id,
  name: id,
  inputs: [],
  cached: false,
  started: 1,
  ...over,
})
const log = (stepId: string, text: string): BuildEvent => ({ type: 'log', stepId, stream: 'stdout', text })

/** Asks as a page does, until there is no more. */
function caughtUp(watch: BuildWatch, before: HeldBuild | undefined): HeldBuild {
  let held = before
  for (;;) {
    const known = held === undefined ? {} : { after: held.revision, held: heldLines(held.view) }
    const part = watch.part(known)
    held = withPart(held, part)
    if (!part.more) return held
  }
}

test('parts add up to the whole view, whatever was read in between', () => {
  const watch = buildWatch()
  let model = newBuild('buildkit')
  let held: HeldBuild | undefined
  const batches: readonly (readonly BuildEvent[])[] = [
    [step('a'), log('a', 'one\ntwo\n')],
    [log('a', 'three\n'), step('b')],
    [],
    [step('a', { completed: 2 }), log('b', 'x\n')],
    [step('c', { cached: true, completed: 3 }), log('b', 'y\nunfinished')],
  ]
  for (const [at, batch] of batches.entries()) {
    model = applyBuildEvents(model, batch)
    watch.show(viewOf(model))
    if (at % 2 === 0) held = caughtUp(watch, held)
  }
  watch.show(viewOf(endBuild(model)))
  watch.end()
  held = caughtUp(watch, held)
  expect(held).toEqual({ revision: watch.revision(), ended: true, view: watch.view() })
  expect(watch.part({ after: held.revision, held: heldLines(held.view) }).steps).toEqual([])
})

test('only what changed is told again', () => {
  const watch = buildWatch()
  let model = applyBuildEvents(newBuild('buildkit'), [step('a', { completed: 2 }), step('b')])
  watch.show(viewOf(model))
  const held = caughtUp(watch, undefined)
  model = applyBuildEvents(model, [log('b', 'line\n')])
  watch.show(viewOf(model))
  const part = watch.part({ after: held.revision, held: heldLines(held.view) })
  expect(part.steps.map(({ id }) => id)).toEqual(['b'])
  expect(part.order).toEqual(['a', 'b'])
})

test('long output comes in parts of a bounded size, and what the cap dropped is counted', () => {
  const watch = buildWatch()
  const line = `${'x'.repeat(180)}\n`
  let model = applyBuildEvents(newBuild('buildkit'), [step('a'), log('a', line.repeat(4_000))])
  watch.show(viewOf(model))
  const first = watch.part({})
  expect(first.more).toBe(true)
  expect(JSON.stringify(first).length).toBeLessThan(1_000_000)
  const early = withPart(undefined, first)
  model = applyBuildEvents(model, [log('a', line.repeat(4_000))])
  watch.show(viewOf(model))
  const held = caughtUp(watch, early)
  expect(held.view).toEqual(watch.view())
  expect(held.view.steps[0]?.log.lines.length).toBeLessThanOrEqual(maxStepLines)
  expect(held.view.steps[0]?.log.dropped).toBeGreaterThan(0)
})
