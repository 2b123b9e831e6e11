import type { ContentLayer, DockerfileLine, LayersView, OpenedImage } from '@shared/domain/contents'
import { createModel, type ImageModel, layerFacts } from '../../main/layers/analysis'
import type { LayerIndex } from '../../main/layers/layerIndex'
import { type AnEntry, aLayer } from './aLayer'

export type MadeLayer = {
  readonly instruction: string
  readonly entries: readonly (AnEntry | string)[]
  readonly wasted?: number
  readonly sharedBy?: number
  readonly isBase?: boolean
  readonly oddities?: number
}

/** An image that only tests know, as main would tell of it. */
export type MadeImage = {
  readonly opened: OpenedImage
  readonly model: ImageModel
  readonly view: LayersView
  /** Bytes of a file as the layers up to `layer` have it. */
  readonly bytesOf: (path: string, layer: number) => Uint8Array | undefined
}

const id = (n: number): string => `sha256:${n.toString(16).padStart(64, '0')}`
const cutText = (text: string) => ({ text, length: text.length })
const instructionOf = (text: string) => ({ text: cutText(text), keyword: text.split(' ', 1)[0] ?? '' })

/** `settings`: steps without a layer, after all layers. */
export function aMadeImage(
  layers: readonly MadeLayer[],
  over: Partial<OpenedImage> = {},
  settings: readonly string[] = ['ENV PATH=/usr/bin', 'CMD ["sh"]'],
): MadeImage {
  const indexes = layers.map((layer): LayerIndex => aLayer(...layer.entries))
  const model = createModel(indexes)
  const facts = layerFacts(model)
  const contents = layers.map((layer, position): ContentLayer => {
    const { bytes = 0, entries = 0, changes } = facts[position] ?? {}
    return {
      position,
      diffId: indexes[position]?.diffId ?? id(position),
      bytes,
      entries,
      changes: changes ?? { added: 0, changed: 0, metadata: 0, removed: 0 },
      wasted: layer.wasted ?? 0,
      instruction: instructionOf(layer.instruction),
      sharedBy: layer.sharedBy ?? 0,
      isBase: layer.isBase ?? false,
      oddities: layer.oddities ?? 0,
    }
  })
  const lines = layers.map((layer, position) => lineOf(layer.instruction, contents[position]))
  const total = contents.reduce((sum, { bytes }) => sum + bytes, 0)
  return {
    opened: {
      handle: 'opened-1',
      place: 'engine',
      name: 'shop:1',
      references: ['shop:1'],
      id: id(7),
      platform: 'linux/amd64',
      layerCount: layers.length,
      storedBytes: total,
      reading: { type: 'ready' },
      problems: [],
      ...over,
    },
    model,
    view: {
      layers: contents,
      dockerfile: [...lines, ...settings.map((text) => lineOf(text, undefined))],
      totals: {
        bytes: total,
        files: facts.reduce((sum, { files }) => sum + files, 0),
        visible: total,
        wasted: contents.reduce((sum, { wasted }) => sum + wasted, 0),
      },
      problems: [],
    },
    bytesOf: (path, layer) => dataOf(layers.slice(0, layer + 1), path),
  }
}

function lineOf(text: string, layer: ContentLayer | undefined): DockerfileLine {
  return {
    instruction: instructionOf(text),
    createdBy: cutText(text),
    comment: '',
    bytes: layer?.bytes ?? 0,
    files: layer?.entries ?? 0,
    isBase: layer?.isBase ?? false,
    ...(layer === undefined ? {} : { layer: layer.position }),
  }
}

function dataOf(layers: readonly MadeLayer[], path: string): Uint8Array | undefined {
  const wanted = path.replace(/^\//, '')
  for (const { entries } of layers.toReversed())
    for (const entry of entries) {
      const [name, data] = typeof entry === 'string' ? entry.split('=', 2) : [entry.path, entry.data]
      if (name !== wanted || data === undefined) continue
      return typeof data === 'string' ? new TextEncoder().encode(data) : data
    }
  return undefined
}
