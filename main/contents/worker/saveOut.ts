import { basename } from 'node:path'
import type { SaveOutReport } from '@shared/domain/contents'
import { openPartFile } from '../../files/partFile'
import { extractTo } from '../../layers/extract/extractTo'
import type { ReadableLayer } from '../../layers/extract/layerBytes'
import { readEntry } from '../../layers/extract/readEntry'
import type { ImageModel } from '../../layers/stack/model'
import type { OpContext } from './calls'
import { extractPlan } from './extractPlan'
import { locate } from './locate'

type What = {
  readonly model: ImageModel
  readonly layer: number
  readonly node: number
  /** Of the user's, chosen in a dialog. */
  readonly path: string
  readonly open: (position: number) => Promise<ReadableLayer>
}

/**
 * A file under exactly that name (the dialog asked about what is there), or a folder with all below it, beside what is there. Whole
 * or not at all; no link is made.
 */
export async function saveOut(
  { model, layer, node, path, open }: What,
  { signal, progress }: OpContext,
): Promise<SaveOutReport> {
  const { kind, data } = locate(model, layer, node)
  if (kind === 'folder') {
    const plan = extractPlan(model, layer, node)
    const report = await extractTo(path, plan, open, {
      signal,
      progress: ({ bytes, files }) => progress({ bytes, entries: files }),
    })
    const { files, folders, bytes, renamed, renamedCount, leftOut, leftOutCount } = report
    const name = basename(report.path)
    return { name, files, folders, bytes, renamed, renamedCount, leftOut, leftOutCount }
  }
  const one = { name: basename(path), folders: 0, renamed: [], renamedCount: 0 }
  if (data === undefined) {
    const { path: where, target } = locate(model, layer, node)
    const leftOut = [{ path: where, kind, ...(target === undefined ? {} : { target }) }]
    return { ...one, files: 0, bytes: 0, leftOut, leftOutCount: 1 }
  }
  const file = await openPartFile(path)
  let bytes = 0
  try {
    for await (const piece of readEntry(await open(data.position), data.entry, { signal })) {
      await file.write(piece)
      bytes += piece.length
      progress({ bytes, entries: 0 })
    }
    signal.throwIfAborted()
    await file.keep()
  } finally {
    await file.drop()
  }
  return { ...one, files: 1, bytes, leftOut: [], leftOutCount: 0 }
}
