import type { CleanupItem } from '@shared/domain/cleanup'
import type { CleanupRequest, CleanupTarget } from '@shared/domain/cleanupRequest'
import type { ImageId } from '@shared/domain/image'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { randomOf } from '../support/random'
import { emptySandbox, sandbox } from '../support/sandbox'
import { madeFromName, mayGo, nameFits } from './cleanupModel'
import { makeWorld, type Random } from './randomWorld'
import { allCleanupRows, app, cleanedBy, ended, factsOf, lost, wholePlan } from './support'

/** Destroys everything on its engine, again and again. 20 cases; 200 with STRATA_FULL=1. STRATA_SEED starts elsewhere. */
const cases = process.env.STRATA_FULL === '1' ? 200 : 20
const firstSeed = Number(process.env.STRATA_SEED ?? 1)

beforeAll(async () => await emptySandbox())
afterEach(async () => await emptySandbox())

type Facts = Awaited<ReturnType<typeof factsOf>>

function randomRequest(random: Random, { entries, containers }: Facts): CleanupRequest {
  const maybe = <T>(chance: number, make: () => T): T | undefined =>
    random.next() < chance ? make() : undefined
  const names = entries.flatMap((entry) => [...entry.tags, ...entry.digests])
  const targets = entries
    .flatMap((entry): CleanupTarget[] => [
      { type: 'image', imageId: entry.id },
      ...[...entry.tags, ...entry.digests].map(
        (reference): CleanupTarget => ({ type: 'reference', reference, imageId: entry.id }),
      ),
    ])
    .filter(() => random.next() < 0.4)
  const which = random.pick<NonNullable<CleanupRequest['which']>>([
    { type: 'dangling' },
    { type: 'unused' },
    { type: 'unused' },
    { type: 'all' },
    { type: 'all' },
    { type: 'chosen', targets },
    { type: 'chosen', targets },
  ])
  const request: { -readonly [K in keyof CleanupRequest]: CleanupRequest[K] | undefined } = {
    which,
    olderThanDays: maybe(0.15, () => 365 * random.below(6)),
    labels: maybe(0.1, () => [random.pick(['a', 'a=1', 'c=1'])]),
    reference: maybe(0.25, () =>
      random.pick(['app', '*/app', 'app:[12]', 'base-*', '*', 'localhost:5999/app:1']),
    ),
    biggerThan: maybe(0.15, () => random.pick([0, 1_500_000])),
    keepNewest: maybe(0.2, () => ({
      count: 1 + random.below(2),
      ...(random.next() < 0.3 ? { repository: 'app' } : {}),
    })),
    never: maybe(0.25, () => [
      random.pick(['app', 'base-0:1', 'other:*', entries[0]?.id.slice(7, 19) ?? 'x']),
    ]),
    removeContainers: maybe(0.5, () => containers.filter(() => random.next() < 0.6).map(({ id }) => id)),
    except: maybe(0.3, () => [random.pick([...entries.map(({ id }) => id), ...names])]),
  }
  return Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined))
}

/** What the preview says that will be gone: names that count on this store, and ids. */
function promised(items: readonly CleanupItem[]) {
  const names = items
    .flatMap(({ untagged }) => untagged)
    .filter((name) => sandbox().store === 'classic' || !name.includes('@'))
  const ids = items.flatMap(({ imageId, verdict, parents }) => [
    ...(verdict === 'deleted' ? [imageId] : []),
    ...parents,
  ])
  return { names: [...new Set(names)].sort(), ids: [...new Set(ids)].sort() }
}

test.each(Array.from({ length: cases }, (_, i) => firstSeed + i))(
  'random cleanup %d does exactly what was shown',
  async (seed) => {
    const random = randomOf(seed)
    await makeWorld(random)
    const { cleanup, jobs, client } = await app()
    const before = await factsOf(client())
    if (before.entries.length === 0) return
    const request = randomRequest(random, before)
    const { plan, items } = await wholePlan(cleanup, request)
    const wanted = promised(items)
    const { jobId } = cleanup.run({ planId: plan.id })
    const report = cleanedBy(await ended(jobs, jobId))
    const strange = allCleanupRows(cleanup, jobId).filter((row) => {
      const outcome = row.type === 'image' ? row.result.type : row.outcome
      return outcome !== 'done' && outcome !== 'gone'
    })
    expect(strange).toEqual([])
    expect(report.freed).toEqual(report.predicted)

    const after = await factsOf(client())
    const gone = lost(before.entries, after.entries)
    expect({ request, gone }).toEqual({ request, gone: wanted })

    // Containers: exactly those that were agreed to and do not run.
    const agreed = new Set(request.removeContainers)
    const leaving = new Set(
      before.containers.flatMap(({ id, running }) => (agreed.has(id) && !running ? [id] : [])),
    )
    const left = new Set(after.containers.map(({ id }) => id))
    expect(before.containers.filter(({ id }) => !left.has(id)).map(({ id }) => id)).toEqual([...leaving])
    expect(new Set(plan.containers.map(({ id }) => id))).toEqual(leaving)

    // Nothing that a container uses went: neither its image, nor the name it was made from.
    const staying = before.containers.filter(({ id }) => !leaving.has(id))
    for (const { imageId, createdFrom } of staying) {
      expect(gone.ids).not.toContain(imageId)
      const owner = before.entries.find(({ id }) => id === imageId)
      const used = [...(owner?.tags ?? []), ...(owner?.digests ?? [])].filter((name) =>
        madeFromName(createdFrom, name),
      )
      expect(gone.names.filter((name) => used.includes(name))).toEqual([])
      const now = after.entries.find(({ id }) => id === imageId)
      if (owner !== undefined && owner.tags.length > 0) expect(now?.tags.length).toBeGreaterThan(0)
    }

    // Nothing that was pinned or unticked went, and no name that the request does not fit.
    const kept = [...(request.never ?? []), ...(request.except ?? [])]
    for (const name of gone.names) expect(kept.filter((pin) => nameFits(pin, name))).toEqual([])
    for (const id of gone.ids) expect(kept.filter((pin) => id.includes(pin))).toEqual([])
    if (request.reference !== undefined) {
      const glob = request.reference
      for (const name of gone.names.filter((each) => !each.includes('@'))) {
        expect({ name, fits: nameFits(glob, name) }).toEqual({ name, fits: true })
      }
    }
    expect(missed(request, before, leaving, gone.ids)).toEqual([])
  },
)

/** Images that a person would expect to go and that are still there, by the naive model; requests of whole images only. */
function missed(
  request: CleanupRequest,
  { entries, containers }: Facts,
  leaving: ReadonlySet<string>,
  gone: readonly ImageId[],
): readonly ImageId[] {
  const { which, reference, keepNewest, labels, olderThanDays, biggerThan, never, except } = request
  const narrowed = [reference, keepNewest, labels, olderThanDays, biggerThan, never, except]
  if (narrowed.some((each) => each !== undefined)) return []
  if (which?.type !== 'all' && which?.type !== 'unused') return []
  const used = new Set(containers.filter(({ id }) => !leaving.has(id)).map(({ imageId }) => imageId))
  const went = new Set(gone)
  return mayGo(entries, used).filter((id) => !went.has(id))
}
