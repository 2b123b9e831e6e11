import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { TreeQuery } from '@shared/domain/contents'
import type { SourcedImage } from '@shared/domain/imageSource'
import { describe, expect, it } from 'vitest'
import { openArchive } from '../../../main/archive/openArchive'
import { createModel, nodeDetails, treeRows } from '../../../main/layers/analysis'
import type { LayerIndex } from '../../../main/layers/layerIndex'
import { scanLayer } from '../../../main/layers/scan/scanLayer'
import { fileIn, never, ownFolder } from './support'

const folder = ownFolder()
const golden = 'test/golden/images'
const names = readdirSync(golden).flatMap((name) => /^(.*)\.tar\.gz$/.exec(name)?.[1] ?? [])

type Row = {
  readonly path: string
  readonly kind: string
  readonly mode: number
  readonly uid: number
  readonly gid: number
  readonly size: number
  readonly target?: string
  readonly digest?: string
}
type Facts = { readonly id: string; readonly diffIds: readonly string[]; readonly rows: readonly Row[] }

const factsOf = (name: string): Facts => JSON.parse(readFileSync(join(golden, `${name}.json`), 'utf8'))

/** What the container itself has, engine's own folders aside; a root's mode is the engine's matter. */
const own = new Set(['.dockerenv', 'dev', 'etc', 'proc', 'sys'])

type Indexed = {
  readonly image: SourcedImage
  readonly layers: readonly LayerIndex[]
  /** What the engine's id for it can be. */
  readonly ids: readonly string[]
}

/** The image, and an index of each of its layers, out of a file with no engine anywhere. */
async function indexed(path: string): Promise<Indexed> {
  const source = await openArchive(path, { signal: never })
  const indexes = new Map<string, LayerIndex>()
  const scan = async (bytes: AsyncIterable<Uint8Array>, blob: string) => {
    const { index } = await scanLayer(bytes, { signal: never, blob })
    indexes.set(index.diffId, index)
    return { diffId: index.diffId }
  }
  const content =
    source.type === 'onePass'
      ? await source.read(async ({ bytes, path: blob }) => await scan(bytes, blob), { signal: never })
      : await source.content({ signal: never })
  const [image] = content.images
  if (image === undefined || content.images.length !== 1) throw new Error('there is one image')
  if (source.type === 'randomAccess') {
    for (const layer of image.layers) await scan(source.layer(layer, { signal: never }), layer.key)
  }
  await source.close()
  const layers = image.layers.map(({ diffId = '' }) => indexes.get(diffId))
  const roots = content.tree.flatMap(({ descriptor }) => descriptor?.digest ?? [])
  const ids = [image.configDigest, image.id, ...roots]
  return { image, layers: layers.filter((layer) => layer !== undefined), ids }
}

function rowsOf(layers: readonly LayerIndex[]): readonly Row[] {
  const model = createModel(layers)
  const layer = layers.length - 1
  const query: TreeQuery = { layer, mode: 'stack', sort: 'name', open: { all: true, except: [] } }
  const { rows, total } = treeRows(model, query, 0, 1_000)
  expect(rows).toHaveLength(total)
  return rows
    .map(({ node, kind, mode, uid, gid, bytes, target }) => {
      const details = nodeDetails(model, layer, node)
      const isFile = kind === 'file' || kind === 'hardLink'
      return {
        path: details?.path.replace(/^\//, '') ?? '',
        kind: isFile ? 'file' : kind,
        mode,
        uid,
        gid,
        size: isFile ? bytes : 0,
        ...(kind === 'symlink' ? { target } : {}),
        ...(isFile ? { digest: details?.digest?.replace('sha256:', '') } : {}),
      }
    })
    .filter(({ path }) => path !== '' && !own.has(path.split('/')[0] ?? ''))
}

const byPath = (rows: readonly Row[]) =>
  rows.map((row) => [row.path, row] as const).sort(([a], [b]) => (a < b ? -1 : 1))

describe.each(names)('an image of %s, with no engine', (name) => {
  const facts = factsOf(name)
  it.each(['packed', 'tar'])('shows in its %s what its container has', async (way) => {
    const packed = readFileSync(join(golden, `${name}.tar.gz`))
    const path = fileIn(folder(), way === 'packed' ? packed : gunzipSync(packed))
    const { image, layers, ids } = await indexed(path)
    expect(ids).toContain(facts.id)
    expect(image.problems).toEqual([])
    expect(image.references).toEqual(['strata-golden:1'])
    expect(image.layers.map(({ diffId }) => diffId)).toEqual(facts.diffIds)
    expect(layers).toHaveLength(facts.diffIds.length)
    expect(byPath(rowsOf(layers))).toEqual(byPath(facts.rows))
  })
})

it('has every engine and store, with both builders', () => {
  expect(names).toEqual(
    ['20.10', '26.1', '28.5-containerd', '28.5']
      .flatMap((engine) => [`${engine}-buildkit`, `${engine}-classic`])
      .sort(),
  )
})
