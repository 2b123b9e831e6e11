import type { RemovalTarget } from '@shared/domain/removal'
import { AppFailure } from '@shared/errors'
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { planRemoval } from '../../../main/cleanup/removalPlan'
import type { WorldFacts, WorldImage } from '../../../main/cleanup/removalWorld'
import { cpuTime } from '../../builders/cpuTime'
import { aContainerUse, imageId } from '../../builders/imageRow'
import { FakeEngine } from '../../fakes/fakeEngine'

// Many generated cases on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 })

const [a, b, c] = [imageId(0xa), imageId(0xb), imageId(0xc)]
const digest = `sha256:${'d'.repeat(64)}`

function image(id: string, tags: readonly string[], over: Partial<WorldImage> = {}): WorldImage {
  return { id, tags, digests: [], size: 10, ...over }
}
function facts(images: readonly WorldImage[], over: Partial<WorldFacts> = {}): WorldFacts {
  return { store: 'classic', images, containers: [], ...over }
}
const name = (reference: string, id: string): RemovalTarget => ({ type: 'reference', reference, imageId: id })
const whole = (id: string): RemovalTarget => ({ type: 'image', imageId: id })
const stopped = { ...aContainerUse({ name: 'old' }), imageId: a }
const running = {
  ...aContainerUse({ id: 'r'.repeat(64), name: 'web', state: 'running', running: true }),
  imageId: a,
}

describe('a plan', () => {
  test('says what each target means, with the docker command and the containers', () => {
    const plan = planRemoval(
      [name('app:1', a)],
      facts([image(a, ['app:1'], { size: 99 })], { containers: [stopped] }),
    )
    const { imageId: _, ...use } = stopped
    expect(plan).toEqual({
      items: [
        {
          target: name('app:1', a),
          name: 'app:1',
          size: 99,
          plain: { type: 'refused', reason: { type: 'stoppedContainer', containers: [use] } },
          forced: { type: 'deleted', untagged: ['app:1'], parents: [] },
          verdict: 'needsForce',
          command: 'docker rmi app:1',
          containers: [use],
        },
      ],
      missing: [],
    })
  })

  test('sees what the items before leave: the second of two tags deletes, a parent goes when its child has gone', () => {
    const two = planRemoval([name('app:1', a), name('app:2', a)], facts([image(a, ['app:1', 'app:2'])]))
    expect(two.items.map((item) => item.verdict)).toEqual(['untagged', 'deleted'])
    const family = facts([image(a, ['base:1']), image(b, ['child:1'], { parentId: a })])
    expect(planRemoval([whole(a), whole(b)], family).items.map((item) => item.verdict)).toEqual([
      'cannot',
      'deleted',
    ])
    expect(planRemoval([whole(b), whole(a)], family).items.map((item) => item.verdict)).toEqual([
      'deleted',
      'deleted',
    ])
  })

  test('does not count on what needs force', () => {
    const family = facts([image(a, ['base:1']), image(b, ['child:1'], { parentId: a })], {
      containers: [{ ...stopped, imageId: b }],
    })
    expect(planRemoval([whole(b), whole(a)], family).items.map((item) => item.verdict)).toEqual([
      'needsForce',
      'cannot',
    ])
  })

  test('names untagged parents that go along, as far as nothing holds them', () => {
    const chain = [image(a, []), image(b, [], { parentId: a }), image(c, ['child:1'], { parentId: b })]
    const parents = (world: WorldFacts) => planRemoval([name('child:1', c)], world).items[0]?.plain
    expect(parents(facts(chain))).toMatchObject({ type: 'deleted', parents: [b, a] })
    expect(parents(facts(chain, { containers: [stopped] }))).toMatchObject({ parents: [b] })
    expect(parents(facts([...chain, image(imageId(1), ['twin:1'], { parentId: b })]))).toMatchObject({
      parents: [],
    })
  })

  test('running by id can not, running by name by force only untags (tutorials.md, fact 11)', () => {
    const world = facts([image(a, ['app:1'])], { containers: [stopped, running] })
    const plan = planRemoval([whole(a), name('app:1', a)], world)
    expect(plan.items.map((item) => item.verdict)).toEqual(['cannot', 'forceOnlyUntags'])
    expect(plan.items[0]?.containers[0]?.name).toBe('web')
  })

  test('what is not there is missing; what is asked twice counts once; what an earlier item takes is covered', () => {
    const plan = planRemoval(
      [name('app:9', a), whole(c), name('app:1', a), name('app:1', a), whole(a)],
      facts([image(a, ['app:1'])]),
    )
    expect(plan.missing).toEqual(['app:9', c.slice(7, 19)])
    expect(plan.items.map((item) => [item.name, item.plain.type])).toEqual([
      ['app:1', 'deleted'],
      [a.slice(7, 19), 'deleted'],
    ])
  })

  test('classic: a digest goes with the last tag of its repository; containerd: a tag goes with its digest', () => {
    const known = [image(a, ['app:1', 'other:1'], { digests: [`app@${digest}`] })]
    const plan = (store: WorldFacts['store'], reference: string) =>
      planRemoval([name(reference, a)], facts(known, { store })).items[0]?.plain
    expect(plan('classic', 'app:1')).toEqual({
      type: 'untagged',
      untagged: ['app:1', `app@${digest}`],
      remaining: ['other:1'],
    })
    expect(plan('classic', `app@${digest}`)).toEqual({
      type: 'untagged',
      untagged: [`app@${digest}`],
      remaining: ['app:1', 'other:1'],
    })
    expect(plan('containerd', 'app:1')).toEqual({
      type: 'untagged',
      untagged: ['app:1'],
      remaining: ['other:1'],
    })
    expect(plan('containerd', `app@${digest}`)).toEqual({
      type: 'untagged',
      untagged: ['app:1'],
      remaining: ['other:1'],
    })
  })

  test('of 20,000 targets takes no time', () => {
    const images = Array.from({ length: 20_000 }, (_, n) => image(imageId(n), [`app:${n}`]))
    const started = cpuTime()
    expect(
      planRemoval(
        images.map(({ id, tags }) => name(tags[0] ?? '', id)),
        facts(images),
      ).items,
    ).toHaveLength(20_000)
    expect(cpuTime() - started).toBeLessThan(3_000)
  })
})

test('classic: for any images, names, parents and containers, what goes is what the plan says', () => {
  const n = fc.nat(4)
  const world = fc.record({
    images: fc.array(fc.record({ id: n, parent: n, link: fc.boolean() }), { minLength: 1, maxLength: 6 }),
    names: fc.array(
      fc.record({ id: n, repository: fc.constantFrom('app', 'other'), tag: n, digest: fc.boolean() }),
      { maxLength: 8 },
    ),
    containers: fc.array(fc.record({ id: n, running: fc.boolean() }), { maxLength: 3 }),
    targets: fc.array(fc.record({ id: n, which: fc.nat(9), force: fc.boolean() }), {
      minLength: 1,
      maxLength: 5,
    }),
  })
  fc.assert(
    fc.property(world, ({ images, names, containers, targets }) => {
      const engine = new FakeEngine()
      for (const { id, parent, link } of images) {
        const parentId = imageId(parent)
        if (!engine.images.has(imageId(id))) {
          engine.add({
            id: imageId(id),
            ...(link && parent < id && engine.images.has(parentId) ? { parentId } : {}),
          })
        }
      }
      for (const { id, repository, tag, digest: byDigest } of names) {
        if (engine.images.has(imageId(id)))
          engine.tag(imageId(id), byDigest ? `${repository}@${imageId(100 + id)}` : `${repository}:${tag}`)
      }
      containers.forEach(({ id, running: up }, i) => {
        if (engine.images.has(imageId(id))) engine.run({ id: `c${i}`, imageId: imageId(id), running: up })
      })
      const now = (): WorldImage[] =>
        [...engine.images.values()].map(({ id, size, parentId }) => {
          const held = [...engine.references]
            .filter(([, owner]) => owner === id)
            .map(([reference]) => reference)
          const isDigest = (reference: string) => reference.includes('@')
          return {
            id,
            size,
            tags: held.filter((r) => !isDigest(r)),
            digests: held.filter(isDigest),
            ...(parentId && { parentId }),
          }
        })
      for (const { id, which, force } of targets) {
        const before = now()
        const found = before.find((one) => one.id === imageId(id))
        if (found === undefined) continue
        const held = [...found.tags, ...found.digests]
        const reference = held[which]
        const target = reference === undefined ? whole(found.id) : name(reference, found.id)
        const [item] = planRemoval(
          [target],
          facts(before, { containers: [...engine.containers.values()] }),
        ).items
        const outcome = force ? item?.forced : item?.plain
        try {
          const done = engine.remove(reference ?? found.id, force)
          expect(outcome?.type).toBe(done.deleted.length > 0 ? 'deleted' : 'untagged')
          if (outcome === undefined || outcome.type === 'refused') return
          expect([...done.untagged].sort()).toEqual([...outcome.untagged].sort())
          expect(done.deleted).toEqual(outcome.type === 'deleted' ? [found.id, ...outcome.parents] : [])
        } catch (cause) {
          if (!(cause instanceof AppFailure)) throw cause
          expect(outcome?.type).toBe('refused')
        }
      }
    }),
    { numRuns: 400 },
  )
})
