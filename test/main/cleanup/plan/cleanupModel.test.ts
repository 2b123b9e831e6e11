import type { CleanupRequest } from '@shared/domain/cleanupRequest'
import type { ImageRow } from '@shared/domain/image'
import { expect, test } from 'vitest'
import { planCleanup } from '../../../../main/cleanup/plan/cleanupPlan'
import type { CleanupFacts, PlannedContainer } from '../../../../main/cleanup/plan/facts'
import { container, daysAgo, factsOf, record, row } from '../../../builders/cleanupFacts'
import { imageId } from '../../../builders/imageRow'
import { randomOf } from '../../../engine/support/random'
import { madeFromName, mayGo, nameFits } from '../../../engine/usecases/cleanupModel'

type Random = ReturnType<typeof randomOf>

const cases = 1_000

function randomFacts(random: Random): CleanupFacts {
  const count = 1 + random.below(8)
  const free = new Set(['app', 'team/app', 'web'].flatMap((name) => [0, 1, 2].map((tag) => `${name}:${tag}`)))
  const rows = Array.from({ length: count }, (_, i): ImageRow => {
    const tags = [...free].filter(() => random.next() < 0.15)
    for (const tag of tags) free.delete(tag)
    // A parent is always an older one.
    const parent = i > 0 && random.next() < 0.5 ? { parentId: imageId(random.below(i) + 1) } : {}
    const digests = random.next() < 0.15 ? [`pulled-${i}@sha256:${'d'.repeat(64)}`] : []
    return row(i + 1, { tags, digests, ...parent, created: daysAgo(100 - i), size: random.below(1_000) })
  })
  const containers = Array.from({ length: random.below(4) }, (_, i): PlannedContainer => {
    const image = 1 + random.below(count)
    const names = rows[image - 1]?.tags ?? []
    const running = random.next() < 0.4
    return container(`c${i}`, image, {
      running,
      state: running ? 'running' : 'exited',
      createdFrom: names.length > 0 && random.next() < 0.7 ? random.pick(names) : imageId(image),
    })
  })
  const cache = Array.from({ length: random.below(6) }, (_, i) =>
    record(`r${i}`, {
      parents: i > 0 && random.next() < 0.6 ? [`r${random.below(i)}`] : [],
      inUse: random.next() < 0.1,
      shared: random.next() < 0.3,
      size: random.below(50),
      lastUsedAt: daysAgo(random.below(60)),
    }),
  )
  return factsOf({ store: random.next() < 0.5 ? 'classic' : 'containerd', rows, containers, cache })
}

function randomRequest(random: Random, { rows, containers }: CleanupFacts): CleanupRequest {
  const when = <T>(chance: number, value: T): T | undefined => (random.next() < chance ? value : undefined)
  const some = <T>(list: readonly T[]): T[] => list.filter(() => random.next() < 0.5)
  const targets = some(rows).map(({ id: of, tags: [tag] }) =>
    tag !== undefined && random.next() < 0.5
      ? { type: 'reference' as const, reference: tag, imageId: of }
      : { type: 'image' as const, imageId: of },
  )
  const which = random.pick<CleanupRequest['which']>([
    { type: 'dangling' },
    { type: 'unused' },
    { type: 'all' },
    { type: 'chosen', targets },
  ])
  const request = {
    which,
    olderThanDays: when(0.2, 95),
    reference: when(0.3, random.pick(['app', '*/app', 'app:[01]', 'web:1'])),
    biggerThan: when(0.2, 300),
    keepNewest: when(0.3, { count: 1 + random.below(2) }),
    never: when(0.3, [random.pick(['app:1', 'web', rows[0]?.id ?? ''])]),
    removeContainers: when(
      0.5,
      some(containers).map(({ id: of }) => of),
    ),
    except: when(0.3, [random.pick([...rows.map(({ id: of }) => of), 'app:0', 'r1'])]),
    buildCache: when(0.5, { keepBytes: random.below(100), all: random.next() < 0.5 }),
  }
  return Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined))
}

test('whatever is asked of whatever images: nothing goes that is held, pinned or not asked for', () => {
  let went = 0
  for (let seed = 1; seed <= cases; seed += 1) {
    const random = randomOf(seed)
    const facts = randomFacts(random)
    const request = randomRequest(random, facts)
    const plan = planCleanup(request, facts)
    const where = { seed, request }
    const agreed = new Set(request.removeContainers)
    const leaving = facts.containers.filter(({ id, running }) => agreed.has(id) && !running)
    const staying = facts.containers.filter((each) => !leaving.includes(each))
    const deleted = new Set(plan.deleted)
    const untagged = new Set(plan.items.flatMap((item) => item.untagged))
    went += deleted.size

    for (const { imageId: of, createdFrom } of staying) {
      expect({ ...where, lost: deleted.has(of) }).toEqual({ ...where, lost: false })
      const names = facts.rows.find(({ id }) => id === of)
      const all = [...(names?.tags ?? []), ...(names?.digests ?? [])]
      for (const name of all) {
        if (madeFromName(createdFrom, name))
          expect({ ...where, name, gone: untagged.has(name) }).toEqual({ ...where, name, gone: false })
      }
      if (all.length > 0) expect(all.some((name) => !untagged.has(name))).toBe(true)
    }
    const kept = [...(request.never ?? []), ...(request.except ?? [])]
    for (const name of untagged) expect(kept.filter((pin) => nameFits(pin, name))).toEqual([])
    for (const id of deleted) expect(kept).not.toContain(id)
    if (request.reference !== undefined) {
      const glob = request.reference
      const tags = [...untagged].filter((name) => !name.includes('@'))
      expect({ ...where, misfits: tags.filter((name) => !nameFits(glob, name)) }).toEqual({
        ...where,
        misfits: [],
      })
    }
    // No step by force, ids for nameless images only, each name once.
    expect(plan.steps.filter(({ force }) => force)).toEqual([])
    const keys = plan.steps.map(({ target }) => JSON.stringify(target))
    expect(new Set(keys).size).toBe(keys.length)
    for (const { target } of plan.steps) {
      if (target.type === 'reference') continue
      const names = facts.rows.find(({ id }) => id === target.imageId)
      expect(
        [...(names?.tags ?? []), ...(names?.digests ?? [])].filter((name) => !untagged.has(name)),
      ).toEqual([])
    }
    const { which } = request
    const plain = ['reference', 'keepNewest', 'never', 'except', 'olderThanDays', 'biggerThan'].every(
      (key) => !(key in request),
    )
    if (plain && which?.type === 'all') {
      const used = new Set(staying.map(({ imageId: of }) => of))
      const missed = mayGo(facts.rows, used).filter((id) => !deleted.has(id))
      expect({ ...where, missed }).toEqual({ ...where, missed: [] })
    }
    const gone = new Set(plan.cache.flatMap(({ id, verdict }) => (verdict === 'removed' ? [id] : [])))
    for (const { id, parents, inUse } of facts.cache) {
      if (gone.has(id))
        expect({ ...where, inUse, unticked: kept.includes(id) }).toEqual({
          ...where,
          inUse: false,
          unticked: false,
        })
      else
        for (const parent of parents)
          expect({ ...where, gone: gone.has(parent) }).toEqual({ ...where, gone: false })
    }
  }
  expect(went).toBeGreaterThan(cases / 2)
})

test('planning again on what a plan leaves finds nothing more to do', () => {
  for (let seed = 1; seed <= 300; seed += 1) {
    const random = randomOf(seed)
    const facts = randomFacts(random)
    const request: CleanupRequest = { which: { type: 'all' } }
    const { deleted } = planCleanup(request, facts)
    const gone = new Set(deleted)
    const rows = facts.rows.filter(({ id }) => !gone.has(id))
    const again = planCleanup(request, factsOf({ ...facts, rows, sizes: facts.sizes }))
    expect({ seed, steps: again.steps }).toEqual({ seed, steps: [] })
  }
})
