import type { RemovalStep, RemovalTarget } from '@shared/domain/removal'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { randomOf } from '../support/random'
import { emptySandbox, sandbox } from '../support/sandbox'
import { makeWorld } from './randomWorld'
import { app, ended, factsOf, lost, predicted, reportOf } from './support'

/** Destroys everything on its engine, again and again. 20 cases; 200 with STRATA_FULL=1, 8 with STRATA_BRIEF=1. STRATA_SEED starts elsewhere. */
const cases = process.env.STRATA_FULL === '1' ? 200 : process.env.STRATA_BRIEF === '1' ? 8 : 20
const firstSeed = Number(process.env.STRATA_SEED ?? 1)

beforeAll(async () => await emptySandbox())
afterEach(async () => await emptySandbox())

test.each(Array.from({ length: cases }, (_, i) => firstSeed + i))(
  'random removal %d goes as planned',
  async (seed) => {
    const random = randomOf(seed)
    await makeWorld(random)
    const { images, jobs, client } = await app()
    const before = await factsOf(client())
    const targets: RemovalTarget[] = before.entries
      .flatMap((entry): RemovalTarget[] => [
        { type: 'image', imageId: entry.id },
        ...[...entry.tags, ...entry.digests].map(
          (reference): RemovalTarget => ({ type: 'reference', reference, imageId: entry.id }),
        ),
      ])
      .filter(() => random.next() < 0.4)
    if (targets.length === 0) return
    // Half of the cases: many at once, plainly. The others: one, by force, since a forced one changes the plan for the rest.
    const forceOne = random.next() < 0.5
    const plan = await images.removePlan({ targets: forceOne ? [random.pick(targets)] : targets })
    expect(plan.missing).toEqual([])
    const chosen = plan.items.flatMap((item) => {
      const outcome = forceOne ? item.forced : item.plain
      return outcome.type === 'refused' ? [] : [{ item, outcome }]
    })
    const steps = chosen.map(
      ({ item, outcome }): RemovalStep => ({ target: item.target, force: forceOne, expected: outcome.type }),
    )
    const outcomes = chosen.map(({ item, outcome }) => predicted(item.target, outcome))
    const wanted = {
      names: [...new Set(outcomes.flatMap((outcome) => (outcome === 'refused' ? [] : outcome.names)))].sort(),
      ids: [...new Set(outcomes.flatMap((outcome) => (outcome === 'refused' ? [] : outcome.ids)))].sort(),
    }
    if (steps.length > 0) {
      const { jobId } = await images.remove({ steps, undoSeconds: 0 })
      const report = reportOf(await ended(jobs, jobId))
      const strange = report.results.filter(({ type }) => type !== 'done' && type !== 'gone')
      expect(strange).toEqual([])
    }
    const after = await factsOf(client())
    const gone = lost(before.entries, after.entries)
    expect(gone).toEqual(wanted)

    // Nothing that a container uses went without the plan having named it.
    const used = new Set([...before.containers].map((container) => container.imageId))
    for (const id of gone.ids.filter((lostId) => used.has(lostId))) {
      expect(chosen.some(({ item }) => item.target.imageId === id && item.containers.length > 0)).toBe(true)
      expect(forceOne).toBe(true)
    }
    const running = new Set([...before.containers].filter((c) => c.running).map((c) => c.imageId))
    expect(gone.ids.filter((id) => running.has(id))).toEqual([])
  },
)

test('the engine that this ran on', () => {
  expect(sandbox().engineVersion).toMatch(/^\d+\.\d+/)
})
