import type { WasteFinding } from '@shared/domain/contents'
import { expect, test } from 'vitest'
import type { LayerIndex } from '../../../../main/layers/layerIndex'
import { createModel } from '../../../../main/layers/stack/model'
import { wastedByLayer, wasteReport } from '../../../../main/layers/waste/wasteReport'
import { type AnEntry, aLayer } from '../../../builders/aLayer'
import { indexOf } from '../../../builders/layerIndex'
import { aFile, anOldSparseFile } from '../../../builders/layerTar'

const file = (path: string, bytes: number, over: Partial<AnEntry> = {}): AnEntry => ({
  path,
  data: 'x'.repeat(bytes),
  ...over,
})
const other = (path: string, bytes: number): AnEntry => ({ path, data: 'y'.repeat(bytes) })

const report = (layers: readonly LayerIndex[], keywords: readonly string[] = []) =>
  wasteReport(createModel(layers), keywords)

function sums(...layers: readonly LayerIndex[]) {
  const { stored, visible, wasted, share } = report(layers)
  return { stored, visible, wasted, share }
}

/** `cause advice bytes @layer by layer`, `kept` for what is seen. */
function findings(layers: readonly LayerIndex[], keywords: readonly string[] = []): string[] {
  return report(layers, keywords).findings.map(
    ({ cause, advice, bytes, layer, byLayer, isWaste }: WasteFinding) => {
      return `${cause} ${advice} ${bytes} @${layer} ${isWaste ? `by ${byLayer}` : 'kept'}`
    },
  )
}

// The examples of docs/adr/011.
test('every copy but the one that is seen', () => {
  expect(sums(aLayer(file('a', 100)), aLayer(other('a', 30)), aLayer(file('a', 20)))).toEqual({
    stored: 150,
    visible: 20,
    wasted: 130,
    share: 20 / 150,
  })
})

test('all copies of what ends removed, and folders removed later with all they held', () => {
  expect(sums(aLayer(file('d/a', 100), file('d/e/b', 10), file('c', 1)), aLayer('.wh.d')).wasted).toBe(110)
  expect(sums(aLayer(file('a', 100)), aLayer(other('a', 50)), aLayer('.wh.a')).wasted).toBe(150)
  expect(sums(aLayer('d/', file('d/a', 7)), aLayer('d/', 'd/.wh..wh..opq', file('d/b', 2))).wasted).toBe(7)
})

test('a hard link keeps the bytes alive when the first name goes', () => {
  expect(sums(aLayer(file('a', 100), 'b is a'), aLayer('.wh.a')).wasted).toBe(0)
  expect(sums(aLayer(file('a', 100), 'b is a'), aLayer('.wh.a'), aLayer('.wh.b')).wasted).toBe(100)
  expect(sums(aLayer(file('a', 100)), aLayer('b is a'), aLayer(other('a', 5))).wasted).toBe(0)
})

test('what a layer stores twice under one path', () => {
  expect(sums(aLayer(file('a', 100), file('a', 60)))).toMatchObject({ wasted: 100, visible: 60 })
})

test('the only copy is no waste, and an image without bytes wastes nothing', () => {
  expect(sums(aLayer(file('a', 100)))).toMatchObject({ wasted: 0, share: 1 })
  expect(sums(aLayer('a', 'b/'), aLayer('.wh.a'))).toEqual({ stored: 0, visible: 0, wasted: 0, share: 1 })
  expect(sums()).toMatchObject({ share: 1 })
})

test('of a sparse file only what the tar holds is stored', () => {
  const sparse = indexOf([anOldSparseFile('big', 1_000_000, [[0, 'abcd']]), aFile('other', 'xy')])
  expect(sums(sparse, aLayer('.wh.big'))).toMatchObject({ stored: 6, visible: 2, wasted: 4 })
})

test.each([
  ['a path in three layers', [[file('a', 100)], [other('a', 30)], [file('a', 20)]], 130, 150],
  ['a folder removed', [[file('d/a', 100), file('d/e/b', 10), file('c', 1)], ['.wh.d']], 110, 0],
  ['a hard link', [[file('a', 100), 'b is a'], ['.wh.a']], 0, 100],
  ['a chown', [[file('a', 100)], [file('a', 100, { uid: 5 })]], 100, 200],
  ['filled later', [['a'], [file('a', 100)]], 0, 100],
  ['twice in one layer', [[file('a', 100), file('a', 60)]], 100, 0],
] satisfies [string, (AnEntry | string)[][], number, number][])(
  'the table of the ADR: %s',
  (_, layers, ours, dive) => {
    const { wasted, diveWasted } = report(layers.map((entries) => aLayer(...entries)))
    expect({ wasted, diveWasted }).toEqual({ wasted: ours, diveWasted: dive })
  },
)

test('each layer has its own unseen bytes', () => {
  const layers = [aLayer(file('a', 100), file('b', 9)), aLayer(other('a', 30)), aLayer('.wh.a')]
  expect(wastedByLayer(createModel(layers))).toEqual([100, 30, 0])
})

test('offenders tell the copies, where they lie and who hides them', () => {
  const layers = [
    aLayer(file('a', 100), file('b', 500)),
    aLayer(other('a', 30)),
    aLayer(file('a', 20), '.wh.b'),
  ]
  expect(report(layers).offenders).toMatchObject([
    {
      path: '/b',
      copies: 1,
      bytes: 500,
      storedIn: [0],
      hiddenBy: [2],
      ends: 'removed',
      cause: 'deletedLater',
    },
    {
      path: '/a',
      copies: 3,
      bytes: 130,
      storedIn: [0, 1],
      hiddenBy: [1, 2],
      ends: 'visible',
      cause: 'overwritten',
    },
  ])
})

test('a chown in a later layer is told as that, with what it doubled', () => {
  const layers = [
    aLayer(file('app/big', 300), file('app/small', 3)),
    aLayer(file('app/big', 300, { uid: 1000 })),
  ]
  expect(findings(layers, ['COPY', 'RUN'])).toEqual(['metadataChange copyChmod 300 @0 by 1'])
})

test('package lists and caches: removed in a later layer, or never', () => {
  const first = aLayer(
    file('var/lib/apt/lists/deb_main', 400),
    file('var/cache/apt/archives/x.deb', 300),
    file('root/.cache/pip/http/a', 20),
    file('usr/bin/tool', 5),
  )
  expect(findings([first, aLayer('var/lib/apt/.wh.lists')], ['RUN', 'RUN'])).toEqual([
    'packageLists oneRun 400 @0 by 1',
    'packageCache cacheMount 320 @0 kept',
  ])
})

test('build tools, development dependencies, repositories and secrets by their names', () => {
  const layer = aLayer(
    file('usr/bin/gcc-12', 1_000),
    file('usr/include/stdio.h', 100),
    file('app/node_modules/typescript/lib/tsc.js', 90),
    file('app/node_modules/express/index.js', 90),
    file('app/.git/objects/ab', 80),
    file('root/.ssh/id_rsa', 70),
    file('app/.env', 6),
    file('app/.env.example', 6),
    file('etc/ssl/private/snakeoil.key', 9),
  )
  expect(findings([layer], ['RUN'])).toEqual([
    'buildTools multiStage 1100 @0 kept',
    'developmentDependencies multiStage 90 @0 kept',
    'sources multiStage 80 @0 kept',
    'secrets secretMount 76 @0 kept',
  ])
})

test('a secret that was removed later is still stored', () => {
  const layers = [aLayer(file('root/.ssh/id_ed25519', 400)), aLayer('root/.ssh/.wh.id_ed25519')]
  expect(findings(layers, ['COPY', 'RUN'])).toEqual(['secrets secretMount 400 @0 by 1'])
})

test('a whole context that was copied: what .dockerignore should hold back', () => {
  const copied = aLayer(
    file('app/Dockerfile', 10),
    file('app/.git/pack', 500),
    file('app/node_modules/left-pad/index.js', 200),
    file('app/src/main.js', 50),
  )
  expect(findings([copied], ['COPY'])).toEqual(['wholeContext dockerignore 710 @0 kept'])
  expect(findings([copied, aLayer('app/.wh.node_modules')], ['COPY', 'RUN'])).toEqual([
    'wholeContext dockerignore 510 @0 kept',
    'wholeContext dockerignore 200 @0 by 1',
  ])
  expect(findings([copied], ['RUN'])).toEqual(['sources multiStage 500 @0 kept'])
})

test('what a COPY stored and a RUN removed needs another stage; one RUN could have removed its own', () => {
  const layers = [aLayer(file('tmp/x.tar', 40)), aLayer('tmp/.wh.x.tar')]
  expect(findings(layers, ['COPY', 'RUN'])).toEqual(['deletedLater multiStage 40 @0 by 1'])
  expect(findings(layers, ['RUN', 'RUN'])).toEqual(['deletedLater oneRun 40 @0 by 1'])
})

test('the same content under other paths is told apart; hard links and empty files are none', () => {
  const layer = aLayer(file('a', 100), 'link is a', file('b/c', 100), 'e', 'f', other('a2', 100))
  const { duplicates, duplicateBytes, wasted } = report([layer])
  expect(duplicates).toMatchObject([{ bytes: 100, copies: 2, paths: ['/a', '/b/c'] }])
  expect({ duplicateBytes, wasted }).toEqual({ duplicateBytes: 100, wasted: 0 })
})
