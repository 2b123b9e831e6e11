import { describe, expect, test } from 'vitest'
import { type EventWorld, factsOf } from '../../../main/ledger/eventFacts'
import { type NamedImage, NameIndex } from '../../../main/ledger/nameIndex'
import { gapSince, tailOf } from '../../../main/ledger/watchGap'
import type { EngineEvent } from '../../../main/ports/engineClient'
import { imageId } from '../../builders/imageRow'

const [a, b, c] = [imageId(0xa), imageId(0xb), imageId(0xc)]

function world(
  images: readonly NamedImage[],
  over: Partial<EventWorld> & { readonly before?: readonly (readonly [string, string])[] } = {},
): EventWorld {
  return {
    names: new NameIndex(over.before ?? []),
    now: (id) => images.find((image) => image.id === id),
    owners: (name) =>
      images.filter(({ tags, digests }) => [...tags, ...digests].includes(name)).map(({ id }) => id),
    sameRepository: (name) =>
      images
        .filter(({ tags }) => tags.some((tag) => tag.startsWith(name.replace(/:.*/, ':'))))
        .map(({ id }) => id),
    isWhole: true,
    knew: () => false,
    imageOf: () => undefined,
    tagMeansBuilt: false,
    local: (time) => time,
    ...over,
  }
}

const named = (id: string, tags: readonly string[] = [], digests: readonly string[] = []): NamedImage => ({
  id,
  tags,
  digests,
})
const image = (action: string, imageId?: string, reference?: string, time = 5): EngineEvent => ({
  type: 'image',
  action,
  time,
  ...(imageId && { imageId }),
  ...(reference && { reference }),
})
const container = (action: string, of: string, time = 5, over = {}): EngineEvent => ({
  type: 'container',
  action,
  containerId: 'c1',
  name: 'web',
  image: of,
  time,
  ...over,
})
const usedIds = (events: readonly EngineEvent[], where: EventWorld) =>
  factsOf(events, where).flatMap((fact) =>
    fact.type === 'used'
      ? [fact.id]
      : fact.type === 'maybeUsed'
        ? [`perhaps ${fact.id}`]
        : fact.type === 'blind'
          ? ['any']
          : [],
  )
const came = (events: readonly EngineEvent[], where: EventWorld) =>
  factsOf(events, where).flatMap((fact) => (fact.type === 'came' ? [[fact.id, fact.came.by]] : []))

describe('which image a container used', () => {
  const [start, pull] = [container('start', 'app'), image('pull', undefined, 'app')]
  const perhaps = (id: string) => `perhaps ${id}`
  const was = [['app:latest', a]] as const
  const has = (id: string) =>
    [named(a), named(b, ['app:2']), named(c, ['other:1'])].map((each) =>
      each.id === id ? named(id, [...each.tags, 'app:latest']) : each,
    )

  test('the one that the engine or an earlier list named', () => {
    expect(usedIds([start], world(has(b), { imageOf: () => a }))).toEqual([a])
  })

  test.each<[string, readonly EngineEvent[], Parameters<typeof world>[1], readonly string[]]>([
    ['its name never moved', [start], { before: was }, [c]],
    ['nobody knows who had it before, and it does not move afterwards', [start], { isWhole: false }, [c]],
    ['before the tag: who had it', [start, image('tag', c, 'app:latest')], { before: was }, [a]],
    [
      'after the tag: who got it',
      [image('tag', b, 'app'), start, image('tag', c, 'app')],
      { before: was },
      [b],
    ],
    ['after a pull: who has it now', [pull, start], { before: was }, [c]],
    [
      'between two pulls: one of its repository',
      [pull, start, pull],
      { before: was },
      [perhaps(c), perhaps(b)],
    ],
    ['after a gap and before it moves: any', [start, pull], { isWhole: false }, ['any']],
    [
      'after a load: that too',
      [image('load', b), start],
      { before: was },
      [perhaps(a), perhaps(c), perhaps(b)],
    ],
    ['a load after it may have taken the name', [start, image('load', c)], { before: was }, [a]],
  ])('%s', (_, events, over, expected) => {
    expect(usedIds(events, world(has(c), over))).toEqual(expected)
  })

  test('untagged afterwards: those that lost a name', () => {
    const events = [pull, start, image('untag', b)]
    expect(usedIds(events, world([named(b, ['app:2'])]))).toEqual([perhaps(b)])
  })

  test('by id, whole and short', () => {
    const where = world([], {
      before: [
        ['x:1', a],
        ['y:1', b],
      ],
    })
    expect(usedIds([container('die', a)], where)).toEqual([a])
    expect(usedIds([container('die', b.slice(7, 19))], where)).toEqual([b])
  })

  test('what is no work of a container is no use', () => {
    const where = world([named(a)], { imageOf: () => a })
    expect(
      usedIds(
        ['destroy', 'rename', 'commit', 'attach'].map((action) => container(action, 'app')),
        where,
      ),
    ).toEqual([])
  })
})

describe('how an image came', () => {
  test.each<[string, readonly EngineEvent[], unknown]>([
    ['28: a build', [image('create', a), image('tag', a, 'app:1')], [[a, 'build']]],
    ['28: a tag alone is no arrival', [image('tag', a, 'app:1')], []],
    ['load', [image('load', a)], [[a, 'load']]],
    ['import', [image('tag', a, 'app:1'), image('import', a)], [[a, 'import']]],
    ['pull', [image('pull', undefined, 'app:1')], [[a, 'pull']]],
    ['pulled without a tag', [image('pull', undefined, 'app')], [[b, 'pull']]],
    [
      'pulled, then the name went to another',
      [image('pull', undefined, 'app:1'), image('tag', a, 'app:1')],
      [],
    ],
    [
      'commit',
      [image('create', a), container('commit', 'x', 5, { madeImage: a })],
      [
        [a, 'build'],
        [a, 'commit'],
      ],
    ],
    ['push, save, untag', ['push', 'save', 'untag'].map((action) => image(action, a, 'app:1')), []],
  ])('%s', (_, events, expected) => {
    expect(came(events, world([named(a, ['app:1']), named(b, ['app:latest'])]))).toEqual(expected)
  })

  test('before 28 the tag of an image that nobody knew is a build', () => {
    const events = [image('tag', a, 'app:1'), image('tag', b, 'app:2')]
    const where = world([named(a), named(b)], { tagMeansBuilt: true, knew: (id) => id === b })
    expect(came(events, where)).toEqual([[a, 'build']])
  })

  test('a pull tells the digest of its own repository, also of what was here', () => {
    const digests = [`app@sha256:${'1'.repeat(64)}`, `other@sha256:${'2'.repeat(64)}`]
    const where = world([named(a, ['app:1'], digests)], { knew: () => true })
    expect(factsOf([image('pull', undefined, 'app:1')], where)).toEqual([
      { type: 'here', id: a, at: 5, handled: true },
      { type: 'registry', id: a, repoDigest: digests[0] },
    ])
    expect(factsOf([image('push', undefined, 'other:3')], where)).toEqual([])
  })

  test('deleted for the engine, and still listed: not gone', () => {
    expect(factsOf([image('delete', a)], world([named(a)]))).toEqual([])
    expect(factsOf([image('delete', a)], world([]))).toEqual([{ type: 'gone', id: a, at: 5 }])
  })
})

describe('what was missed', () => {
  const clock = { now: 1_000, local: (time: number) => time }
  const tail = image('tag', a, 'app:1', 100)
  const mark = { until: 150, tail: tailOf(tail) }

  test('nothing, where the last event is still there', () => {
    expect(gapSince(mark, [tail, image('tag', b, 'x:1', 500)], clock)).toBeUndefined()
  })

  test('all until the oldest that is there: too much happened, or the engine was started anew', () => {
    const others = [image('tag', a, 'app:2', 100), image('tag', b, 'x:1', 500)]
    expect(gapSince(mark, others, clock)).toEqual({ from: 100, to: 150 })
    expect(gapSince(mark, others.slice(1), clock)).toEqual({ from: 150, to: 500 })
    expect(gapSince(mark, [], clock)).toEqual({ from: 150, to: 1_000 })
    expect(gapSince(mark, undefined, clock)).toEqual({ from: 150, to: 1_000 })
    expect(gapSince({ until: 150 }, [], clock)).toEqual({ from: 150, to: 1_000 })
  })

  test('everything before the first meeting', () => {
    expect(gapSince(undefined, [tail], clock)).toEqual({ to: 100 })
    expect(gapSince(undefined, [], clock)).toEqual({ to: 1_000 })
  })
})
