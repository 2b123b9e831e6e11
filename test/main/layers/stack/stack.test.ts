import { expect, test } from 'vitest'
import type { LayerIndex } from '../../../../main/layers/layerIndex'
import { layerFacts } from '../../../../main/layers/stack/layerFacts'
import { createModel } from '../../../../main/layers/stack/model'
import { pathOf } from '../../../../main/layers/stack/names'
import { stateAt } from '../../../../main/layers/stack/stack'
import { stackAt } from '../../../../main/layers/stack/stackAt'
import { aLayer } from '../../../builders/aLayer'

/** `path@layer` of all that the stack up to a layer shows, root left out. */
function shown(layers: readonly LayerIndex[], position = layers.length - 1): string[] {
  const model = createModel(layers)
  const stack = stackAt(model, position)
  const paths: string[] = []
  for (let node = 1; node < model.paths.count; node += 1) {
    const state = stateAt(stack, node)
    if (state !== undefined) paths.push(`${pathOf(model.paths, node)}@${state.layer}`)
  }
  return paths
}

test('paths are in the order of a walk, siblings by their bytes', () => {
  const model = createModel([aLayer('b=1', 'a/z=1', 'a/ä=1'), aLayer('a/b/c=1', 'B=1', 'a.b=1')])
  const paths = Array.from({ length: model.paths.count }, (_, node) => pathOf(model.paths, node))
  expect(paths).toEqual(['/', '/B', '/a', '/a/b', '/a/b/c', '/a/z', '/a/ä', '/a.b', '/b'])
})

test('a layer wins over those below, path by path', () => {
  const layers = [aLayer('etc/', 'etc/a=1', 'etc/b=1'), aLayer('etc/a=2')]
  expect(shown(layers)).toEqual(['/etc@0', '/etc/a@1', '/etc/b@0'])
  expect(shown(layers, 0)).toEqual(['/etc@0', '/etc/a@0', '/etc/b@0'])
})

test('a whiteout removes a file, or a folder with all below, of lower layers only', () => {
  expect(shown([aLayer('a/b=1', 'a/c/d=1', 'e=1'), aLayer('a/.wh.c', '.wh.e')])).toEqual(['/a@0', '/a/b@0'])
  expect(shown([aLayer('a/b=1'), aLayer('a/c=2', '.wh.a')])).toEqual(['/a@1', '/a/c@1'])
  expect(shown([aLayer('a=1'), aLayer('a=2', '.wh.a')])).toEqual(['/a@1'])
})

test('an opaque folder hides what lower layers have in it, wherever the marker stands', () => {
  const upper = aLayer('a/', 'a/new=2', 'a/.wh..wh..opq')
  expect(shown([aLayer('a/', 'a/old=1', 'a/x/y=1'), upper])).toEqual(['/a@1', '/a/new@1'])
})

test('a file takes the place of a folder, and a folder that of a file', () => {
  expect(shown([aLayer('a/b/c=1'), aLayer('a=2')])).toEqual(['/a@1'])
  expect(shown([aLayer('a=1'), aLayer('a/', 'a/b=2')])).toEqual(['/a@1', '/a/b@1'])
  expect(shown([aLayer('a=1'), aLayer('a/b=2')])).toEqual(['/a@1', '/a/b@1'])
  expect(shown([aLayer('a -> b', 'b/c=1'), aLayer('a/d=2')])).toEqual(['/a@1', '/a/d@1', '/b@0', '/b/c@0'])
})

test('of two entries for one path in a layer the last counts', () => {
  const model = createModel([aLayer('a=1', 'b=1', 'a=2')])
  expect(stateAt(stackAt(model, 0), 1)).toEqual({ layer: 0, entry: 2 })
})

test('layers can be looked at in any order', () => {
  const layers = Array.from({ length: 20 }, (_, i) =>
    aLayer(`f${i}=1`, 'same=x', ...(i > 0 ? [`.wh.f${i - 1}`] : [])),
  )
  const model = createModel(layers)
  for (const at of [19, 0, 7, 3, 18, 7]) {
    const fresh = stackAt(createModel(layers), at)
    expect(stackAt(model, at)).toEqual(fresh)
  }
})

test('a hard link has the inode that its target had when it was made, also across layers', () => {
  const model = createModel([
    aLayer('a=1', 'b is a', 'a=2'),
    aLayer('c is b', { path: 'b', data: 'new' }),
    aLayer('late is d', 'd=x', 'none is missing'),
  ])
  expect([...model.inodeOf]).toEqual([
    [1, 0],
    [3, 0],
    [5, 6],
  ])
})

test('what a layer did is counted by path', () => {
  const [first, second, third] = layerFacts(
    createModel([
      aLayer('usr/', 'usr/bin/a=one', 'usr/bin/b=two', 'opt/x/y=1', 'keep/'),
      aLayer({ path: 'usr/bin/a', data: 'one', uid: 7 }, 'usr/bin/b=other', 'new/deep/file=1', '.wh.opt'),
      aLayer({ path: 'keep/', mode: 0o700 }, { path: 'usr/', modified: 99 }, 'usr/bin/a -> b'),
    ]),
  )
  expect(first?.changes).toEqual({ added: 8, changed: 0, metadata: 0, removed: 0 })
  expect(first).toMatchObject({ bytes: 7, files: 3, entries: 5 })
  expect(second?.changes).toEqual({ added: 3, changed: 1, metadata: 1, removed: 3 })
  expect(third?.changes).toEqual({ added: 0, changed: 1, metadata: 1, removed: 0 })
})

test('a file that is stored again as it was counts as metadata, a hard link to it too', () => {
  const facts = layerFacts(createModel([aLayer('a=1', 'b=1'), aLayer('a=1', 'b is a')]))
  expect(facts[1]?.changes).toEqual({ added: 0, changed: 0, metadata: 2, removed: 0 })
})

test('an image without layers, and one with an empty layer', () => {
  expect(layerFacts(createModel([]))).toEqual([])
  expect(shown([aLayer(), aLayer('a=1')])).toEqual(['/a@1'])
})
