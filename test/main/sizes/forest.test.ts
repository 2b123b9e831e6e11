import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Forest, type Stack } from '../../../main/sizes/forest'

const layers = { base: 100, tools: 30, app: 7, other: 11, cfg: 2 }

/** Keys name the whole way up, as a chainId does. */
function stackOf(owner: string, ...names: string[]): Stack {
  return { owner, keys: names.map((_, i) => names.slice(0, i + 1).join('/')) }
}

function heightOf(key: string): number {
  return key.split('/').reduce((sum, name) => sum + (layers[name as keyof typeof layers] ?? Number(name)), 0)
}

const stacks = [
  stackOf('base:1', 'base'),
  stackOf('app:1', 'base', 'tools', 'app'),
  stackOf('app:2', 'base', 'tools', 'other'),
  stackOf('twin', 'base', 'tools', 'other'),
]
const forest = new Forest({ stacks, upTo: heightOf })

describe('a forest of layers', () => {
  it('counts every layer once', () => {
    expect(forest.total()).toEqual({ bytes: 148, doubtful: false })
    expect(forest.union(['app:1', 'app:2'])).toEqual({ bytes: 148, doubtful: false })
    expect(forest.union(['twin', 'app:2', 'nobody'])).toEqual({ bytes: 141, doubtful: false })
  })

  it('knows what nobody else has', () => {
    expect(Object.fromEntries([...forest.unique()].map(([owner, { bytes }]) => [owner, bytes]))).toEqual({
      'base:1': 0,
      'app:1': 7,
      'app:2': 0,
      twin: 0,
    })
  })

  it('frees what all holders of leave together', () => {
    expect(forest.fates(['twin', 'app:2'])).toMatchObject({ freed: 11, owners: 130 })
    expect(forest.fates(['twin', 'app:2', 'app:1'])).toMatchObject({ freed: 48, owners: 100 })
  })

  it('leaves what the build cache or a container holds, with all below it', () => {
    const held = new Map([
      ['base/tools', 'cache' as const],
      ['base', 'containers' as const],
    ])
    const all = ['base:1', 'twin', 'app:2', 'app:1']
    expect(forest.fates(all, held)).toEqual({
      freed: 18,
      owners: 0,
      cache: 30,
      containers: 100,
      doubtful: false,
    })
  })

  it('names those who share, most first', () => {
    expect(forest.sharers('app:1')).toEqual([
      { owner: 'app:2', upTo: 'base/tools', depth: 2 },
      { owner: 'twin', upTo: 'base/tools', depth: 2 },
      { owner: 'base:1', upTo: 'base', depth: 1 },
    ])
  })

  it('draws together what the same images have', () => {
    expect(
      forest
        .segments()
        .map(({ below, keys, bytes, owners, ends }) => [below, keys.length, bytes, owners, ends]),
    ).toEqual([
      [-1, 1, 100, 4, ['base:1']],
      [0, 1, 30, 3, []],
      [1, 1, 7, 1, ['app:1']],
      [1, 1, 11, 2, ['app:2', 'twin']],
    ])
  })

  it('says when a sum stands on a guess, and only then', () => {
    const upTo = (key: string) => (key === 'base/tools' ? undefined : heightOf(key))
    const guessing = new Forest({ stacks, upTo, guess: () => 120 })
    expect(guessing.fates(['app:1'])).toMatchObject({ freed: 17, doubtful: true })
    expect(guessing.union(['app:1'])).toEqual({ bytes: 137, doubtful: false })
    expect(new Forest({ stacks, upTo, guess: () => 9_999 }).fates(['app:1'])).toMatchObject({ freed: 0 })
  })

  it('knows what lies between two equal levels without being told', () => {
    const upTo = (key: string) => (key === 'base/0' ? undefined : heightOf(key))
    const empty = new Forest({ stacks: [stackOf('a', 'base', '0', '0'), stackOf('b', 'base', '0')], upTo })
    expect(empty.unique().get('a')).toEqual({ bytes: 0, doubtful: false })
  })

  it('agrees with counting layers one by one, for any images', () => {
    const name = fc.constantFrom('1', '2', '30', '400')
    const stack = fc.array(name, { maxLength: 5 })
    const held = fc.array(stack, { maxLength: 2 })
    fc.assert(
      fc.property(
        fc.array(stack, { maxLength: 12 }),
        fc.array(fc.boolean(), { maxLength: 12 }),
        held,
        (all, going, kept) => {
          const owned = all.map((names, i) => stackOf(`i${i}`, ...names))
          const some = owned.filter((_, i) => going[i] === true)
          const rest = owned.filter((_, i) => going[i] !== true)
          const bytes = (keys: Iterable<string>) =>
            [...new Set(keys)].reduce((sum, key) => sum + Number(key.split('/').at(-1)), 0)
          const keysOf = (list: readonly Stack[]) => list.flatMap(({ keys }) => keys)
          const holders = kept.flatMap((names) => stackOf('', ...names).keys)
          const grown = new Forest({ stacks: owned, upTo: heightOf })
          const names = some.map(({ owner }) => owner)
          const stays = new Set([...keysOf(rest), ...holders])
          expect(grown.union(names).bytes).toBe(bytes(keysOf(some)))
          expect(grown.fates(names, new Map(holders.map((key) => [key, 'cache']))).freed).toBe(
            bytes(keysOf(some).filter((key) => !stays.has(key))),
          )
          expect(grown.segments().reduce((sum, segment) => sum + segment.bytes, 0)).toBe(grown.total().bytes)
        },
      ),
      { numRuns: 300 },
    )
  })
})
