import { describe, expect, test } from 'vitest'
import { EntryKind } from '../../../../main/layers/layerIndex'
import { createModel, type ImageModel } from '../../../../main/layers/stack/model'
import { pathOf } from '../../../../main/layers/stack/names'
import { stateAt } from '../../../../main/layers/stack/stack'
import { stackAt } from '../../../../main/layers/stack/stackAt'
import { visibleBytes, wastedByLayer, wasteReport } from '../../../../main/layers/waste/wasteReport'
import { specOf } from '../../../builders/aLayer'
import { indexOfTar } from '../../../builders/layerIndex'
import { layerTar } from '../../../builders/layerTar'
import { firstTime, randomLayers, timesPerLayer } from '../support/randomLayers'
import { type Found, unpackLayers } from '../support/unpack'

/** 50 images with STRATA_FULL=1. STRATA_SEED starts elsewhere. */
const images = process.env.STRATA_FULL === undefined ? 10 : 50
const firstSeed = Number(process.env.STRATA_SEED ?? 1)

/** Bytes of files by the layer that their times tell, each inode once. */
function bytesByLayer(found: readonly Found[], layers: number): readonly number[] {
  const bytes = Array.from({ length: layers }, () => 0)
  const seen = new Set<number>()
  for (const { stat } of found) {
    if (!stat.isFile() || seen.has(stat.ino)) continue
    seen.add(stat.ino)
    const layer = Math.floor((Math.round(stat.mtimeMs / 1_000) - firstTime) / timesPerLayer)
    bytes[layer] = (bytes[layer] ?? 0) + stat.size
  }
  return bytes
}

/** `path kind` of all that the model shows. */
function shownIn(model: ImageModel, layer: number): string[] {
  const stack = stackAt(model, layer)
  const lines: string[] = []
  for (let node = 1; node < model.paths.count; node += 1) {
    const state = stateAt(stack, node)
    if (state === undefined) continue
    const kind = state.entry < 0 ? EntryKind.folder : model.layers[state.layer]?.entries.kind[state.entry]
    const name = kind === EntryKind.folder ? 'folder' : kind === EntryKind.symlink ? 'symlink' : 'file'
    lines.push(`${pathOf(model.paths, node)} ${name}`)
  }
  return lines.sort()
}

function shownOnDisk(found: readonly Found[]): string[] {
  return found
    .map(({ path, stat }) => {
      const name = stat.isDirectory() ? 'folder' : stat.isSymbolicLink() ? 'symlink' : 'file'
      return `${path} ${name}`
    })
    .sort()
}

describe('what is shown and what is wasted, against folders that GNU tar unpacked', () => {
  test.each(Array.from({ length: images }, (_, i) => firstSeed + i))('image of seed %i', (seed) => {
    const layers = randomLayers(seed)
    const tars = layers.map((entries) => layerTar(entries.map(specOf)))
    const model = createModel(tars.map((tar) => indexOfTar(tar)))
    const stored = layers.map((entries) => entries.reduce((sum, { data = '' }) => sum + data.length, 0))
    let visible: readonly number[] = []
    unpackLayers(tars, (layer, found) => {
      expect(shownIn(model, layer)).toEqual(shownOnDisk(found))
      visible = bytesByLayer(found, layers.length)
    })
    expect(wastedByLayer(model)).toEqual(stored.map((bytes, layer) => bytes - (visible[layer] ?? 0)))
    const report = wasteReport(model)
    expect(report.stored).toBe(stored.reduce((sum, bytes) => sum + bytes, 0))
    expect(report.visible).toBe(visible.reduce((sum, bytes) => sum + bytes, 0))
    expect(visibleBytes(model)).toBe(report.visible)
  })
})
