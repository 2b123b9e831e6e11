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

function layerWith(layers: readonly SourcedLayer[], diffId: string): SourcedLayer {
  const layer = layers.find((each) => each.diffId === diffId)
  if (layer === undefined)
    throw new AppFailure(appError('CONTENTS_INCOMPLETE', { name: diffId.slice(0, 19) }))
  return layer
}

/** Bytes of a file that a text view looks at to tell what it is. */
const looked = 8_192

/** Part of a file. Whether it is text its first bytes tell: no NUL in them, and UTF-8 up to a cut character. */
export async function partOf(
  layer: ReadableLayer,
  entry: number,
  { from, count, signal }: { readonly from: number; readonly count: number; readonly signal: AbortSignal },
): Promise<{ readonly bytes: Uint8Array; readonly isText: boolean }> {
  const start = Math.min(from, looked)
  // What is packed is read from its beginning anyway; one reading tells both when they lie together.
  const all = await gather(
    readEntry(layer, entry, { from: from <= looked ? 0 : from, to: from + count, signal }),
  )
  const bytes = from <= looked ? all.subarray(start) : all
  return { bytes: new Uint8Array(bytes), isText: looksLikeText(all.subarray(0, looked)) }
}

async function gather(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const held: Uint8Array[] = []
  for await (const piece of pieces) held.push(piece)
  return Buffer.concat(held)
}

export function looksLikeText(bytes: Uint8Array): boolean {
  if (bytes.includes(0)) return false
  const text = new TextDecoder('utf-8').decode(bytes, { stream: true })
  let odd = 0
  for (const character of text) if (character === '\uFFFD') odd += 1
  // A few wrong bytes (Latin-1 names in a list) leave it readable.
  return odd * 20 <= bytes.length
}
