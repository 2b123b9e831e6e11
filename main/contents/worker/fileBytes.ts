import type { SourcedLayer } from '@shared/domain/imageSource'
import { AppFailure, appError } from '@shared/errors'
import type { ReadableLayer } from '../../layers/extract/layerBytes'
import { readEntry } from '../../layers/extract/readEntry'
import type { ImageModel } from '../../layers/stack/model'
import type { LayerData } from './analyst'
import { receiveBytes } from './bytePort'
import type { OpenSources } from './openSources'

type From = { readonly sources: OpenSources; readonly model: ImageModel; readonly signal: AbortSignal }

/** A layer's bytes, wherever they come from. @throws AppFailure CONTENTS_GONE, CONTENTS_INCOMPLETE */
export async function readableLayer(
  { sources, model, signal }: From,
  data: LayerData,
  position: number,
): Promise<ReadableLayer> {
  const index = model.layers[position]
  if (index === undefined) throw new AppFailure(appError('CONTENTS_GONE'))
  if (data.type === 'ports') {
    const port = data.ports[position]
    if (port === undefined) throw new AppFailure(appError('CONTENTS_GONE'))
    return { index, blob: index.diffId, bytes: receiveBytes(port, signal) }
  }
  const { source } = sources.get(data.sourceId)
  const layer = layerWith(sources.image(data.sourceId, data.imageId).layers, index.diffId)
  if (source.type === 'onePass') throw new AppFailure(appError('CONTENTS_GONE'))
  const part = await source.fileOf(layer)
  return { index, blob: index.diffId, bytes: part ?? source.layer(layer, { signal }) }
}

/** What was not needed tells its other end so. */
export function closePorts(data: LayerData): void {
  if (data.type === 'ports') for (const port of data.ports) port?.close()
}

function layerWith(layers: readonly SourcedLayer[], diffId: string): SourcedLayer {
  const layer = layers.find((each) => each.diffId === diffId)
  if (layer === undefined)
    throw new AppFailure(appError('CONTENTS_INCOMPLETE', { name: diffId.slice(0, 19) }))
  return layer
}

/** Bytes of a file that a text view looks at to tell what it is. */
const looked = 8_192
/** A file of at most so many bytes is read whole: its next part comes without unpacking, or asking a registry for, the layer again. */
const keptBytes = 16_777_216

export type Part = { readonly bytes: Uint8Array<ArrayBuffer>; readonly isText: boolean }
type Range = { readonly from: number; readonly count: number; readonly signal: AbortSignal }

/** Reads parts of files, and keeps the last one that is not too large. */
export class FileReader {
  #kept: { readonly key: string; readonly bytes: Uint8Array } | undefined

  /** `open` is called only when the bytes are not at hand. Whether it is text the first bytes tell. */
  async part(
    key: string,
    size: number,
    entry: number,
    open: () => Promise<ReadableLayer>,
    { from, count, signal }: Range,
  ): Promise<Part> {
    if (size <= keptBytes) {
      const kept = this.#kept?.key === key ? this.#kept.bytes : undefined
      const bytes = kept ?? (await gather(readEntry(await open(), entry, { signal })))
      this.#kept = { key, bytes }
      return { bytes: bytes.slice(from, from + count), isText: looksLikeText(bytes.subarray(0, looked)) }
    }
    // What is packed is read from its beginning anyway.
    const start = from <= looked ? 0 : from
    const bytes = await gather(readEntry(await open(), entry, { from: start, to: from + count, signal }))
    return { bytes: bytes.slice(from - start), isText: looksLikeText(bytes.subarray(0, looked)) }
  }
}

async function gather(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const held: Uint8Array[] = []
  for await (const piece of pieces) held.push(piece)
  return new Uint8Array(Buffer.concat(held))
}

/** No NUL, and UTF-8 but for a few bytes. */
export function looksLikeText(bytes: Uint8Array): boolean {
  if (bytes.includes(0)) return false
  const text = new TextDecoder('utf-8').decode(bytes, { stream: true })
  let odd = 0
  for (const character of text) if (character === '\uFFFD') odd += 1
  // A few wrong bytes (Latin-1 names in a list) leave it readable.
  return odd * 20 <= bytes.length
}
