import { AppFailure, appError } from '@shared/errors'
import {
  compareRows,
  compareSummary,
  compareText,
  findCompareRow,
  findRow,
  nodeDetails,
  treeRows,
  wasteReport,
} from '../../layers/analysis'
import { scanLayer } from '../../layers/scan/scanLayer'
import { verifyScan } from '../../layers/scan/verifyScan'
import type { IndexStore } from '../../layers/store/indexStore'
import type { Analyst } from './analyst'
import { receiveBytes } from './bytePort'
import { Comparisons } from './comparisons'
import { closePorts, FileReader, readableLayer } from './fileBytes'
import { createIndexes } from './indexes'
import { layersView } from './layersView'
import { locate } from './locate'
import { Models } from './models'
import { type OpenArchive, type OpenSaveStream, OpenSources } from './openSources'
import { limitsOf, readOnePass, readRandomAccess } from './reading'
import { saveOut } from './saveOut'
import { storyOf } from './story'

export type AnalystParts = {
  readonly store: IndexStore
  readonly openArchive: OpenArchive
  readonly openSaveStream: OpenSaveStream
}

/** Everything that is done off the main thread: reading layers, and every question about what is in them. */
export function createAnalyst({ store: disk, openArchive, openSaveStream }: AnalystParts): Analyst {
  const store = createIndexes(disk)
  const sources = new OpenSources(openArchive)
  const models = new Models(store)
  const files = new FileReader()
  const comparisons = new Comparisons(models)
  return {
    openFile: async ({ path }, { signal }) => {
      const { sourceId, content, bytes } = await sources.open(path, signal)
      return { sourceId, bytes, ...(content === undefined ? {} : { content }) }
    },
    closeSource: async ({ sourceId }) => await sources.close(sourceId),
    known: async ({ diffIds }) => [...(await store.has(diffIds))],
    readFile: async ({ sourceId, imageId, raise }, context) => {
      const { source, content } = sources.get(sourceId)
      const reading = { ...context, store, raise }
      if (source.type === 'onePass') return await readOnePass(source, reading)
      if (content === undefined) throw new AppFailure(appError('CONTENTS_GONE'))
      const outcome = await readRandomAccess(source, sources.image(sourceId, imageId), reading)
      return { ...outcome, content }
    },
    readSave: async ({ bytes, wanted, raise }, context) =>
      await readOnePass(
        openSaveStream((signal) => receiveBytes(bytes, signal, { givesBack: true }), wanted),
        { ...context, store, raise },
      ),
    readBlob: async ({ bytes, blob, diffId, raise }, { signal, progress }) => {
      const scan = await scanLayer(receiveBytes(bytes, signal), {
        signal,
        blob,
        limits: limitsOf(raise),
        progress: ({ stored, entries }) => progress({ bytes: stored, entries }),
      })
      verifyScan(scan, { blob, digest: blob, ...(diffId === undefined ? {} : { diffId }) })
      await store.put(scan.index)
      return { diffId: scan.index.diffId, bytes: scan.storedBytes, entries: scan.index.entries.count }
    },
    note: async ({ handle, facts }) => await Promise.resolve(models.note(handle, facts)),
    forget: async ({ handle }) => await Promise.resolve(models.forget(handle)),
    tree: async ({ handle, query, from, count }) => treeRows(await models.model(handle), query, from, count),
    find: async ({ handle, query, node }) => findRow(await models.model(handle), query, node),
    details: async ({ handle, layer, node }) => {
      const details = nodeDetails(await models.model(handle), layer, node)
      if (details === undefined) throw new AppFailure(appError('CONTENTS_FILE_GONE'))
      return details
    },
    layers: async ({ handle }) => layersView(await models.model(handle), models.facts(handle)),
    waste: async ({ handle }) => {
      const model = await models.model(handle)
      const { keywords, steps, base } = storyOf(model, models.facts(handle))
      return wasteReport(model, keywords, { steps, base: base?.layers ?? 0 })
    },
    part: async ({ handle, position, entry, data, ...range }, { signal }) => {
      const model = await models.model(handle)
      const index = model.layers[position]
      const size = index?.entries.size[entry] ?? 0
      const open = async () => await readableLayer({ sources, model, signal }, data, position)
      try {
        return await files.part(`${index?.diffId} ${entry}`, size, entry, open, { ...range, signal })
      } finally {
        closePorts(data)
      }
    },
    saveOut: async ({ handle, data, ...what }, context) => {
      const model = await models.model(handle)
      const { signal } = context
      const open = async (position: number) => await readableLayer({ sources, model, signal }, data, position)
      try {
        return await saveOut({ model, open, ...what }, context)
      } finally {
        closePorts(data)
      }
    },
    compare: async (sides) => compareSummary(await comparisons.of(sides), comparisons.inputs(sides)),
    compareTree: async ({ query, from, count, ...sides }) =>
      compareRows(await comparisons.of(sides), query, from, count),
    compareFind: async ({ query, node, ...sides }) =>
      findCompareRow(await comparisons.of(sides), query, node),
    compareText: async ({ format, ...sides }) =>
      compareText(await comparisons.of(sides), comparisons.inputs(sides), format),
    locate: async ({ handle, layer, node }) => locate(await models.model(handle), layer, node),
  }
}
