import type { ContentLayer, LayersView } from '@shared/domain/contents'
import { type ImageModel, layerFacts, visibleBytes, wastedByLayer } from '../../layers/analysis'
import type { ModelFacts } from './analyst'
import { storyOf } from './story'

/** The stack with what its layers do, and the history as the Dockerfile that made it. Pure. */
export function layersView(model: ImageModel, facts: ModelFacts): LayersView {
  const wastedIn = wastedByLayer(model)
  const each = layerFacts(model)
  const { dockerfile, base, problems } = storyOf(model, facts)
  const steps = new Map(
    dockerfile.flatMap((line) => (line.layer === undefined ? [] : [[line.layer, line] as const])),
  )
  const layers = model.layers.map((index, position): ContentLayer => {
    const { bytes = 0, entries = 0, changes = noChanges } = each[position] ?? {}
    const layer = facts.layers[position]
    const step = steps.get(position)
    return {
      position,
      diffId: index.diffId,
      bytes,
      entries,
      changes,
      wasted: wastedIn[position] ?? 0,
      sharedBy: layer?.sharedBy ?? 0,
      isBase: base !== undefined && position < base.layers,
      oddities: index.oddities.length,
      ...(layer?.blobDigest === undefined ? {} : { blobDigest: layer.blobDigest }),
      ...(layer?.storedBytes === undefined ? {} : { storedBytes: layer.storedBytes }),
      ...(step === undefined ? {} : { instruction: step.instruction }),
    }
  })
  const sum = (of: (layer: ContentLayer) => number) => layers.reduce((total, layer) => total + of(layer), 0)
  return {
    layers,
    dockerfile,
    ...(base === undefined ? {} : { base }),
    totals: {
      bytes: sum(({ bytes }) => bytes),
      files: each.reduce((total, { files }) => total + files, 0),
      visible: visibleBytes(model),
      wasted: sum(({ wasted }) => wasted),
    },
    problems: problems.slice(0, 100),
  }
}

const noChanges = { added: 0, changed: 0, metadata: 0, removed: 0 }
