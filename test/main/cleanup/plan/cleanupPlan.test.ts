import type { CleanupRequest } from '@shared/domain/cleanupRequest'
import { describe, expect, test } from 'vitest'
import { planCleanup } from '../../../../main/cleanup/plan/cleanupPlan'
import type { CleanupFacts } from '../../../../main/cleanup/plan/facts'
import { container, daysAgo, factsOf, now, record, row } from '../../../builders/cleanupFacts'
import { imageId } from '../../../builders/imageRow'

const all = { type: 'all' as const }
const unused = { type: 'unused' as const }
const dangling = { type: 'dangling' as const }

/** `name: verdict`, in the order of the plan. */
function verdicts(request: CleanupRequest, facts: Partial<CleanupFacts>): Record<string, string> {
  const { items } = planCleanup(request, factsOf(facts))
  return Object.fromEntries(items.map(({ name, verdict }) => [name, verdict]))
}

const itemOf = (request: CleanupRequest, facts: Partial<CleanupFacts>) =>
  planCleanup(request, factsOf(facts)).items[0]

const tagOf = (n: number, reference: string) => ({
  type: 'reference' as const,
  reference,
  imageId: imageId(n),
})
const whole = (n: number) => ({ type: 'image' as const, imageId: imageId(n) })
const shortOf = (n: number) => imageId(n).slice(7, 19)

describe('which images', () => {
  const rows = [
    row(1, { tags: ['a:1'] }),
    row(2),
    row(3, { tags: ['c:1'] }),
    row(4, { digests: ['d@sha256:1'] }),
  ]
  const containers = [container('up', 3, { running: true, state: 'running' })]

  test('dangling: without any name', () => {
    expect(verdicts({ which: dangling }, { rows, containers })).toEqual({ [shortOf(2)]: 'deleted' })
  })

  test('unused: no container uses them, named or not', () => {
    expect(verdicts({ which: unused }, { rows, containers })).toEqual({
      'a:1': 'deleted',
      [shortOf(2)]: 'deleted',
      'd@sha256:1': 'deleted',
    })
  })

  test('unused only but for a stopped container: shown as blocked by it', () => {
    const stopped = [container('old', 1, { finished: daysAgo(3) })]
    const [item] = planCleanup(
      { which: unused },
      factsOf({ rows: [rows[0] ?? row(1)], containers: stopped }),
    ).items
    expect(item).toMatchObject({
      verdict: 'blocked',
      blocker: { type: 'containers', containers: [{ name: 'old', state: 'exited', since: daysAgo(3) }] },
    })
  })

  test('what holds an image says since when it runs, or is stopped, and nothing where that is not known', () => {
    const [one = row(1)] = rows
    const blockerOf = (over: Parameters<typeof container>[2]) => {
      const held = [container('c', 1, { created: daysAgo(9), ...over })]
      return planCleanup({ which: all }, factsOf({ rows: [one], containers: held })).items[0]?.blocker
    }
    const times = { started: daysAgo(4), finished: daysAgo(3) }
    expect(blockerOf({ running: true, state: 'running', ...times })).toMatchObject({
      containers: [{ since: daysAgo(4) }],
    })
    expect(blockerOf(times)).toMatchObject({ containers: [{ since: daysAgo(3) }] })
    expect(blockerOf({ state: 'created' })).toMatchObject({ containers: [{ since: daysAgo(9) }] })
    expect(blockerOf({})).toMatchObject({
      containers: [expect.not.objectContaining({ since: expect.anything() })],
    })
  })

  test('narrowed by age, size, label and disuse, all of which must fit', () => {
    const labelled = { rows, labelsOf: (id: string) => new Map(id === imageId(3) ? [['team', 'x']] : []) }
    expect(verdicts({ which: all, olderThanDays: 3 }, { rows })).toEqual({
      'c:1': 'deleted',
      'd@sha256:1': 'deleted',
    })
    expect(verdicts({ which: all, biggerThan: 300 }, { rows })).toEqual({ 'd@sha256:1': 'deleted' })
    expect(verdicts({ which: all, labels: ['team=x'] }, labelled)).toEqual({ 'c:1': 'deleted' })
    expect(verdicts({ which: all, labels: ['team'], biggerThan: 300 }, labelled)).toEqual({})
    const seen = [
      row(1, { tags: ['a:1'], ledger: { firstSeen: 0, unusedSince: daysAgo(30) } }),
      row(2, { tags: ['b:1'], ledger: { firstSeen: 0, unusedSince: daysAgo(29) } }),
      row(3, { tags: ['c:1'] }),
    ]
    expect(verdicts({ which: all, unusedForDays: 30 }, { rows: seen })).toEqual({ 'a:1': 'deleted' })
  })

  test('one that does not say when it was made is never old', () => {
    const { created: _, ...timeless } = row(9, { tags: ['t:1'] })
    expect(verdicts({ which: all, olderThanDays: 0 }, { rows: [timeless] })).toEqual({})
  })

  test('chosen by hand: a name, an image; what is not there is told', () => {
    const two = [row(1, { tags: ['a:1', 'a:2'] }), row(2, { tags: ['b:1', 'b:2'] })]
    const plan = planCleanup(
      { which: { type: 'chosen', targets: [tagOf(1, 'a:1'), whole(2), tagOf(2, 'gone:1'), whole(7)] } },
      factsOf({ rows: two }),
    )
    expect(plan.items).toMatchObject(
      [
        { name: 'b:1', verdict: 'deleted', untagged: ['b:1', 'b:2'] },
        {
          name: 'a:1',
          verdict: 'untagged',
          untagged: ['a:1'],
          blocker: { type: 'otherNames', references: ['a:2'] },
        },
      ].reverse(),
    )
    expect(plan.summary.missing).toEqual(['gone:1', shortOf(7)])
  })

  test('none', () => {
    expect(planCleanup({}, factsOf({ rows })).summary.images).toEqual({
      deleted: 0,
      untagged: 0,
      blocked: 0,
      kept: 0,
    })
  })
})

describe('names', () => {
  test('a glob takes the names that fit, and the image with its last one', () => {
    const rows = [
      row(1, { tags: ['app:1', 'web:1'] }),
      row(2, { tags: ['app:2'] }),
      row(3, { tags: ['x/app:1'] }),
    ]
    const plan = planCleanup({ which: all, reference: 'app' }, factsOf({ rows }))
    expect(plan.items).toMatchObject([
      { name: 'app:1', verdict: 'untagged', untagged: ['app:1'], blocker: { references: ['web:1'] } },
      { name: 'app:2', verdict: 'deleted', untagged: ['app:2'] },
    ])
  })

  test('each goes as a pair of name and id, one by one; an id only where there is no name', () => {
    const rows = [row(1, { tags: ['a:1', 'b:1'] }), row(2)]
    const { steps } = planCleanup({ which: all }, factsOf({ rows }))
    expect(steps).toEqual([
      { target: tagOf(1, 'a:1'), force: false, expected: 'untagged' },
      { target: tagOf(1, 'b:1'), force: false, expected: 'deleted' },
      { target: whole(2), force: false, expected: 'deleted' },
    ])
  })

  test('the name that a container was made from stays, and so does the last one', () => {
    const rows = [row(1, { tags: ['app:a', 'app:b', 'app:c'] })]
    const made = { rows, containers: [container('c1', 1, { createdFrom: 'app:b' })] }
    expect(itemOf({ which: all, reference: 'app' }, made)).toMatchObject({
      verdict: 'untagged',
      untagged: ['app:a', 'app:c'],
      blocker: { type: 'containers', containers: [{ name: 'c1' }] },
    })
    const fromId = { rows, containers: [container('c1', 1)] }
    expect(itemOf({ which: all, reference: 'app' }, fromId)).toMatchObject({
      verdict: 'untagged',
      untagged: ['app:a', 'app:b'],
      blocker: { type: 'containers' },
    })
  })

  test('`app` is `app:latest`, and `app:1@sha256:…` is that tag', () => {
    const digest = `sha256:${'a'.repeat(64)}`
    for (const [createdFrom, tag] of [
      ['app', 'app:latest'],
      [`app:1@${digest}`, 'app:1'],
    ] as const) {
      const rows = [row(1, { tags: [tag, 'other:1'] })]
      const facts = { rows, containers: [container('c1', 1, { createdFrom })] }
      expect(itemOf({ which: all, reference: 'app' }, facts)).toMatchObject({ verdict: 'blocked' })
    }
  })

  test('keeps the newest of each repository, versions where the dates are equal', () => {
    const same = { created: daysAgo(5) }
    const rows = [
      row(1, { ...same, tags: ['app:1.9'] }),
      row(2, { ...same, tags: ['app:1.10'] }),
      row(3, { ...same, tags: ['app:1.2'] }),
      row(4, { tags: ['web:1'] }),
      row(5, { tags: ['web:2'], created: daysAgo(1) }),
      row(6),
    ]
    const request = { which: all, keepNewest: { count: 1 } }
    expect(verdicts(request, { rows })).toEqual({
      'app:1.9': 'deleted',
      'app:1.10': 'kept',
      'app:1.2': 'deleted',
      'web:1': 'deleted',
      'web:2': 'kept',
    })
    expect(itemOf(request, { rows: [rows[1] ?? row(1)] })?.keep).toEqual({
      type: 'newest',
      repository: 'app',
      rank: 1,
    })
    expect(verdicts({ which: all, keepNewest: { count: 1, repository: 'we?' } }, { rows })).toEqual({
      'web:1': 'deleted',
      'web:2': 'kept',
    })
  })

  test('an old tag that a container uses stays and says so', () => {
    const rows = [row(1, { tags: ['app:2'] }), row(2, { tags: ['app:1'] })]
    const containers = [container('c1', 2, { createdFrom: 'app:1', running: true, state: 'running' })]
    expect(verdicts({ which: all, keepNewest: { count: 1 } }, { rows, containers })).toEqual({
      'app:2': 'kept',
      'app:1': 'blocked',
    })
  })
})

describe('what stays', () => {
  const rows = [row(1, { tags: ['app:1', 'test:1'] }), row(2, { tags: ['test:2'] }), row(3)]

  test('a pinned name keeps its image whole, or itself where names go', () => {
    const pins = ['app:*']
    expect(itemOf({ which: all }, { rows, pins })).toMatchObject({
      verdict: 'kept',
      keep: { type: 'pinned', by: 'app:*' },
    })
    expect(itemOf({ which: all, reference: '*:1' }, { rows, pins })).toMatchObject({
      verdict: 'untagged',
      untagged: ['test:1'],
      keep: { type: 'pinned' },
    })
  })

  test('pins of the request, by id too', () => {
    expect(verdicts({ which: all, never: ['test', shortOf(3)] }, { rows })).toEqual({
      'app:1': 'kept',
      'test:2': 'kept',
      [shortOf(3)]: 'kept',
    })
  })

  test('what was unticked', () => {
    expect(verdicts({ which: all, except: [imageId(2), imageId(3)] }, { rows })).toEqual({
      'app:1': 'deleted',
      'test:2': 'kept',
      [shortOf(3)]: 'kept',
    })
  })

  test('a pin that is no glob is refused, since it would protect nothing', () => {
    expect(() => planCleanup({ which: all, never: ['['] }, factsOf())).toThrow('INPUT_INVALID')
    expect(() => planCleanup({ which: all, reference: '[' }, factsOf())).toThrow('INPUT_INVALID')
    expect(() => planCleanup({ which: all, keepNewest: { count: 1, repository: '[' } }, factsOf())).toThrow(
      'INPUT_INVALID',
    )
  })
})

describe('families', () => {
  const base = row(9, { tags: ['base:1'] })
  const child = row(5, { tags: ['child:1'], parentId: imageId(9) })

  test('children go before their parents, which are free then', () => {
    const { steps } = planCleanup({ which: all }, factsOf({ rows: [base, child] }))
    expect(steps.map(({ target, expected }) => [target.imageId, expected])).toEqual([
      [imageId(5), 'deleted'],
      [imageId(9), 'deleted'],
    ])
  })

  test.each(['classic', 'containerd'] as const)('a child that stays holds its parent (%s)', (store) => {
    expect(itemOf({ which: all, olderThanDays: 8 }, { store, rows: [base, child] })).toMatchObject({
      verdict: 'blocked',
      blocker: { type: 'children', children: [{ imageId: imageId(5), name: 'child:1' }] },
    })
  })

  test('untagged parents go along, and one that is pinned does not', () => {
    const [middle, leaf] = [
      row(8, { parentId: imageId(9) }),
      row(5, { tags: ['leaf:1'], parentId: imageId(8) }),
    ]
    const rows = [row(9), middle, leaf]
    const plan = planCleanup({ which: all }, factsOf({ rows }))
    expect(plan.items).toMatchObject([{ name: 'leaf:1', parents: [imageId(8), imageId(9)] }])
    expect(plan.deleted.length).toBe(3)
    const pinned = planCleanup({ which: all, never: [shortOf(9)] }, factsOf({ rows }))
    expect(pinned.steps).toEqual([
      { target: tagOf(5, 'leaf:1'), force: false, expected: 'deleted', keepParents: true },
      { target: whole(8), force: false, expected: 'deleted', keepParents: true },
    ])
    expect(pinned.items.map(({ verdict }) => verdict)).toEqual(['deleted', 'deleted'])
  })

  test('an intermediate image is shown when it was chosen', () => {
    const rows = [row(9), row(5, { tags: ['leaf:1'], parentId: imageId(9) })]
    expect(itemOf({ which: { type: 'chosen', targets: [whole(9)] } }, { rows })).toMatchObject({
      verdict: 'blocked',
      blocker: { type: 'children' },
    })
  })
})

describe('containers', () => {
  const rows = [row(1, { tags: ['app:1'] }), row(2, { tags: ['web:1'] })]
  const containers = [
    container('off', 1, { createdFrom: 'app:1' }),
    container('on', 2, { createdFrom: 'web:1', running: true, state: 'running' }),
  ]

  test('stopped ones that were agreed to go first, and free their image; running ones never go', () => {
    const plan = planCleanup({ which: all, removeContainers: ['off', 'on'] }, factsOf({ rows, containers }))
    expect(plan.summary.containers.map(({ name }) => name)).toEqual(['off'])
    expect(plan.items).toMatchObject([
      { name: 'app:1', verdict: 'deleted' },
      { name: 'web:1', verdict: 'blocked', blocker: { containers: [{ name: 'on', running: true }] } },
    ])
    expect(plan.command).toBe('docker rm off\ndocker rmi app:1')
  })

  test('by force only for a selection by hand that confirmed it, and never from under a running one', () => {
    const chosen = { type: 'chosen' as const, targets: [whole(1), whole(2)] }
    expect(verdicts({ which: chosen }, { rows, containers })).toEqual({
      'app:1': 'blocked',
      'web:1': 'blocked',
    })
    const plan = planCleanup({ which: { ...chosen, force: true } }, factsOf({ rows, containers }))
    expect(plan.items).toMatchObject([
      { name: 'app:1', verdict: 'deleted', forced: true },
      { name: 'web:1', verdict: 'blocked' },
    ])
    expect(plan.steps).toEqual([{ target: whole(1), force: true, expected: 'deleted' }])
  })
})

describe('build cache', () => {
  const cache = [
    record('a', { createdAt: daysAgo(30) }),
    record('b', { parents: ['a'], lastUsedAt: daysAgo(20) }),
    record('c', { parents: ['b'], lastUsedAt: daysAgo(1), type: 'source.local' }),
    record('d', { lastUsedAt: daysAgo(20), shared: true }),
  ]
  const outcome = (
    buildCache: CleanupRequest['buildCache'],
    over: Partial<CleanupRequest> = {},
    of = cache,
  ) =>
    Object.fromEntries(
      planCleanup({ buildCache, ...over }, factsOf({ cache: of })).cache.map(
        ({ id, verdict, keep, blocker }) => [id, keep ?? blocker ?? verdict],
      ),
    )

  test('leaves first; what an image shares stays unless asked for', () => {
    expect(Object.entries(outcome({}))).toEqual([
      ['c', 'removed'],
      ['d', 'shared'],
      ['b', 'removed'],
      ['a', 'removed'],
    ])
    expect(outcome({ all: true })).toMatchObject({ d: 'removed' })
  })

  test('by age and type; what stays holds what it stands on', () => {
    expect(outcome({ olderThanDays: 20, all: true })).toEqual({ a: 'children', b: 'children', d: 'removed' })
    expect(outcome({ types: ['source.local'] })).toEqual({ c: 'removed' })
    expect(outcome({}, { except: ['c'] })).toMatchObject({ a: 'children', b: 'children', c: 'unticked' })
    const busy = cache.map((each) => (each.id === 'c' ? { ...each, inUse: true } : each))
    expect(outcome({}, {}, busy)).toMatchObject({ a: 'children', b: 'children', c: 'inUse' })
  })

  test('keeps the newest used up to so many bytes of the whole cache', () => {
    expect(outcome({ all: true, keepBytes: 20 })).toMatchObject({ c: 'recent' })
    expect(outcome({ all: true, keepBytes: 0 })).toMatchObject({ c: 'removed', d: 'removed' })
    expect(outcome({ keepBytes: 10 })).toEqual({ a: 'removed', b: 'removed', c: 'removed', d: 'shared' })
  })

  test('the commands take one record each', () => {
    const { command } = planCleanup({ buildCache: {} }, factsOf({ cache }))
    expect(command.split('\n')[0]).toBe('docker buildx prune --force --all --filter id=c')
  })
})

test('bytes: the whole plan, and each alone', () => {
  const rows = [row(9, { tags: ['base:1'] }), row(5, { tags: ['a:1'], parentId: imageId(9) })]
  const plan = planCleanup({ which: all }, factsOf({ rows }))
  expect(plan.summary.reclaim.freed).toEqual({ files: 1_400, blobs: 0 })
  expect(plan.items.map(({ alone }) => alone?.freed.files)).toEqual([500, 0])
  expect(plan.summary.at).toBe(now)
})
