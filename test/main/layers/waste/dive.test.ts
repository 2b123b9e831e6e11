import { expect, test } from 'vitest'
import type { LayerIndex } from '../../../../main/layers/layerIndex'
import { createModel } from '../../../../main/layers/stack/model'
import { diveFigures } from '../../../../main/layers/waste/dive'
import { type AnEntry, aLayer } from '../../../builders/aLayer'

const file = (path: string, bytes: number): AnEntry => ({ path, data: 'x'.repeat(bytes) })
const figures = (...layers: readonly LayerIndex[]) => diveFigures(createModel(layers))

// The two cases of dive's own efficiency_test.go.
test('a folder that no entry names, removed: dive sees only the file that is there twice', () => {
  const layers = [
    aLayer(file('etc/nginx/nginx.conf', 2_000), file('etc/nginx/public', 3_000)),
    aLayer(file('etc/nginx/nginx.conf', 5_000), file('etc/athing', 10_000)),
    aLayer('etc/.wh.nginx'),
  ]
  expect(figures(...layers)).toEqual({ efficiency: 0.75, wasted: 7_000 })
})

test('an image with nothing in it', () => {
  expect(figures(aLayer('nothing'))).toEqual({ efficiency: 1, wasted: 0 })
  expect(figures()).toEqual({ efficiency: 1, wasted: 0 })
})

test('a folder that has an entry counts with all below when it is removed, but only in the score', () => {
  const layers = [aLayer('d/', file('d/a', 100), file('d/b', 50), file('c', 150)), aLayer('.wh.d')]
  // Found: 300 and 150 for the whiteout; smallest: the same, each path being there once.
  expect(figures(...layers)).toEqual({ efficiency: 1, wasted: 0 })
})

test('a file that is removed or written again counts with every copy', () => {
  expect(figures(aLayer(file('a', 10), file('b', 90)), aLayer('.wh.a'))).toEqual({
    efficiency: 0.9,
    wasted: 10,
  })
  expect(figures(aLayer(file('a', 30)), aLayer(file('a', 10)))).toEqual({ efficiency: 0.25, wasted: 40 })
})

test('in one layer only the last entry of a path counts', () => {
  expect(figures(aLayer(file('a', 30), file('a', 10)))).toEqual({ efficiency: 1, wasted: 0 })
})
