import type { TreeQuery, TreeRow } from '@shared/domain/contents'
import { expect, test } from 'vitest'
import type { LayerIndex } from '../../../../main/layers/layerIndex'
import { nodeDetails } from '../../../../main/layers/rows/nodeDetails'
import { findRow, treeRows } from '../../../../main/layers/rows/treeRows'
import { createModel } from '../../../../main/layers/stack/model'
import { pathOf } from '../../../../main/layers/stack/names'
import { aLayer } from '../../../builders/aLayer'

const allOpen = { all: true, except: [] }

function aQuery(over: Partial<TreeQuery> = {}): TreeQuery {
  return { layer: 99, mode: 'stack', sort: 'name', open: allOpen, ...over }
}

/** `  name bytes` with a mark for the change, one line a row. */
function lines(layers: readonly LayerIndex[], over: Partial<TreeQuery> = {}): string[] {
  return treeRows(createModel(layers), aQuery(over), 0, 1_000).rows.map(lineOf)
}

const signs = { added: '+', changed: '~', metadata: '*', removed: '-' }

function lineOf(row: TreeRow): string {
  const sign = row.change === undefined ? ' ' : signs[row.change]
  return `${sign}${'  '.repeat(row.depth)}${row.name}${row.kind === 'folder' ? '/' : ''} ${row.bytes}`
}

const base = aLayer('etc/', 'etc/passwd=12345', 'b=1', 'a/x=22', 'a/y/z=333')

test('folders come first, then names by their bytes', () => {
  expect(lines([base])).toEqual(['+a/ 5', '+  y/ 3', '+    z 3', '+  x 2', '+etc/ 5', '+  passwd 5', '+b 1'])
})

test('by size the largest comes first, folders among files', () => {
  expect(lines([aLayer('small=1', 'big=123456', 'mid/a=123')], { sort: 'size' })).toEqual([
    '+big 6',
    '+mid/ 3',
    '+  a 3',
    '+small 1',
  ])
})

test('only open folders show what they hold, and part of a list is the same as its place in the whole', () => {
  const model = createModel([base])
  const closed = aQuery({ open: { all: false, except: [] } })
  const first = treeRows(model, closed, 0, 10)
  expect(first.rows.map(({ name, hasChildren, isOpen }) => [name, hasChildren, isOpen])).toEqual([
    ['a', true, false],
    ['etc', true, false],
    ['b', false, false],
  ])
  const a = first.rows[0]?.node ?? 0
  const opened = treeRows(model, aQuery({ open: { all: false, except: [a] } }), 0, 10)
  expect(opened.rows.map(({ name }) => name)).toEqual(['a', 'y', 'x', 'etc', 'b'])
  expect(treeRows(model, aQuery({ open: { all: true, except: [a] } }), 0, 10).total).toBe(4)
  const whole = treeRows(model, aQuery(), 0, 100)
  expect(treeRows(model, aQuery(), 2, 3)).toEqual({ ...whole, from: 2, rows: whole.rows.slice(2, 5) })
  expect(treeRows(model, aQuery(), 500, 3)).toEqual({ ...whole, from: 500, rows: [] })
})

test('the changes of a layer show what was removed as it was, and the folders on the way', () => {
  const upper = aLayer('a/.wh.y', { path: 'etc/passwd', data: '12345', uid: 3 }, 'new=1')
  expect(lines([base, upper], { mode: 'changes' })).toEqual([
    ' a/ 3',
    '-  y/ 3',
    '-    z 3',
    ' etc/ 5',
    '*  passwd 5',
    '+new 1',
  ])
  const rows = treeRows(createModel([base, upper]), aQuery({ mode: 'changes' }), 0, 9).rows
  expect(rows[2]).toMatchObject({ kind: 'file', change: 'removed', layer: 1, mode: 0o644 })
  expect(rows[0]).toMatchObject({ hasChangeBelow: true, layer: 0 })
  expect(lines([base, upper])).toEqual([' a/ 2', '   x 2', ' etc/ 5', '*  passwd 5', ' b 1', '+new 1'])
})

test('a hard-linked file has its bytes under each name, and counts once in a folder', () => {
  const layer = aLayer('a/one=123', 'a/two is a/one', 'b/three is a/one', 'b/own=1')
  expect(lines([layer])).toEqual(['+a/ 3', '+  one 3', '+  two 3', '+b/ 4', '+  own 1', '+  three 3'])
  const { bytes, files, rows } = treeRows(createModel([layer]), aQuery(), 0, 9)
  expect({ bytes, files }).toEqual({ bytes: 4, files: 4 })
  expect(rows[2]).toMatchObject({ kind: 'hardLink', target: 'a/one' })
  const filtered = treeRows(createModel([layer]), aQuery({ filter: { name: 't' } }), 0, 9)
  expect({ bytes: filtered.bytes, files: filtered.files }).toEqual({ bytes: 3, files: 2 })
})

test.each([
  ['ASS', ['/etc/passwd']],
  ['y', ['/a/y']],
  ['a/y', ['/a/y', '/a/y/z']],
  ['/A/Y', ['/a/y', '/a/y/z']],
  ['tc/pass', ['/etc/passwd']],
  ['*s?wd', ['/etc/passwd']],
  ['pass', ['/etc/passwd']],
  ['pas?', []],
  ['/etc/*', ['/etc/passwd']],
  ['/*/*', ['/a/x', '/a/y', '/etc/passwd']],
  ['y/*', ['/a/y/z']],
  ['/a/**', ['/a/x', '/a/y', '/a/y/z']],
  ['/**/z', ['/a/y/z']],
  ['(', []],
])('name filter %s', (name, paths) => {
  const model = createModel([base])
  const { rows } = treeRows(model, aQuery({ filter: { name }, open: { all: false, except: [] } }), 0, 100)
  const found = rows.map(({ node }) => pathOf(model.paths, node))
  const parents = new Set(
    paths.flatMap((path) => path.split('/').map((_, i, all) => all.slice(0, i).join('/'))),
  )
  expect(found.filter((path) => !parents.has(path) || paths.some((one) => one === path)).sort()).toEqual(
    [...paths].sort(),
  )
  for (const path of paths) expect(found).toContain(path)
})

test('letters beyond ASCII are found whatever their case', () => {
  expect(lines([aLayer('Größe=1', 'x=1')], { filter: { name: 'GRÖSSE' } })).toEqual([])
  expect(lines([aLayer('Größe=1', 'x=1')], { filter: { name: 'RÖß' } })).toEqual(['+Größe 1'])
})

test('filters by change and by size tell files; both at once', () => {
  const upper = aLayer('b=other', 'etc/new=1234567')
  expect(lines([base, upper], { filter: { changes: ['changed'] } })).toEqual(['~b 5'])
  expect(lines([base, upper], { filter: { atLeast: 5 } })).toEqual([
    ' etc/ 12',
    '+  new 7',
    '   passwd 5',
    '~b 5',
  ])
  const both = { changes: ['added'] as const, atLeast: 2 }
  expect(lines([base, upper], { filter: both })).toEqual([' etc/ 12', '+  new 7'])
})

test('a row is found where the list shows it', () => {
  const model = createModel([base])
  const { rows } = treeRows(model, aQuery(), 0, 100)
  for (const [row, { node }] of rows.entries()) expect(findRow(model, aQuery(), node).row).toBe(row)
  const z = rows.find(({ name }) => name === 'z')?.node ?? 0
  const hidden = findRow(model, aQuery({ open: { all: false, except: [] } }), z)
  expect(hidden.row).toBe(-1)
  expect(hidden.parents.map((node) => pathOf(model.paths, node))).toEqual(['/a', '/a/y'])
  expect(findRow(model, aQuery(), 999)).toEqual({ row: -1, parents: [] })
})

test('details tell every version of a path and its other names', () => {
  const model = createModel([
    aLayer('d/f=one', 'd/g is d/f'),
    aLayer('d/.wh.f'),
    aLayer({ path: 'd/f', data: 'two', mode: 0o600 }),
    aLayer('.wh.d'),
  ])
  const { rows } = treeRows(model, aQuery({ layer: 0 }), 0, 9)
  const f = rows.find(({ name }) => name === 'f')?.node ?? 0
  const first = nodeDetails(model, 0, f)
  expect(first).toMatchObject({ path: '/d/f', linkedFrom: ['/d/g'] })
  expect(first?.digest).toMatch(/^sha256:[0-9a-f]{64}$/)
  expect(first?.versions.map(({ layer, kind, bytes }) => [layer, kind, bytes])).toEqual([
    [0, 'file', 3],
    [1, 'removed', 0],
    [2, 'file', 3],
    [3, 'removed', 0],
  ])
  expect(nodeDetails(model, 2, f)).toMatchObject({ row: { mode: 0o600, layer: 2 }, linkedFrom: [] })
  expect(nodeDetails(model, 1, f)?.row).toMatchObject({ change: 'removed', layer: 1 })
  expect(nodeDetails(createModel([aLayer('a=1'), aLayer('.wh.a'), aLayer('b=1')]), 2, 1)).toBeUndefined()
  expect(nodeDetails(model, 0, 10_000)).toBeUndefined()
})

test('names that are no UTF-8, with line breaks or a byte order mark, are one name each', () => {
  const odd = aLayer({ path: '\ufeffa\nb', data: '1' })
  expect(lines([odd])).toEqual(['+\ufeffa\nb 1'])
  const model = createModel([
    {
      ...odd,
      names: {
        ...odd.names,
        bytes: Buffer.from([0xff, 0xfe, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66]),
        start: Uint32Array.of(0, 0, 2),
      },
    },
  ])
  expect(treeRows(model, aQuery(), 0, 1).rows[0]?.name).toBe('\ufffd\ufffd')
})

test('twenty thousand folders, all open', () => {
  const layer = aLayer(...Array.from({ length: 20_000 }, (_, i) => `d${i % 300}/e${i}/`))
  const { total, rows } = treeRows(createModel([layer]), aQuery(), 20_250, 100)
  expect(total).toBe(20_300)
  expect(rows).toHaveLength(50)
})

test('a very deep path', () => {
  const path = Array.from({ length: 2_000 }, () => 'd').join('/')
  const model = createModel([aLayer(`${path}/f=1`), aLayer('.wh.d')])
  expect(treeRows(model, aQuery({ layer: 0 }), 1_990, 60).rows.at(-1)).toMatchObject({
    depth: 2_000,
    name: 'f',
  })
  expect(treeRows(model, aQuery(), 0, 50).total).toBe(0)
})
