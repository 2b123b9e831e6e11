import { createHash } from 'node:crypto'
import { closeSync, openSync, writeSync } from 'node:fs'
import { archiveOf } from '../../scripts/sandbox/images/archive.mjs'
import { TAR_END, tarEntry } from '../../scripts/sandbox/images/tar.mjs'
import { filePath } from './layerIndexes.mjs'

/**
 * Writes an archive of one image with the layers that `fileLayer` gives as indexes, but with few bytes in each file: what is
 * looked at is the tree, and that asks for no contents.
 * @param {string} path @param {readonly { layer: number, from: number, paths: number }[]} layers
 */
export function writeLayersArchive(path, layers) {
  const steps = layers.map((of) => ({
    createdBy: `COPY part-${of.layer} / # buildkit`,
    layer: tarOfLayer(of),
  }))
  const file = openSync(path, 'w')
  for (const part of archiveOf([{ tags: ['bench/tree:1'], steps }])) writeSync(file, part)
  closeSync(file)
}

function tarOfLayer({ layer, from, paths }) {
  const parts = []
  for (let number = from; number < from + paths; number += 1) {
    // Every third path keeps its content from layer to layer.
    const content = `${number} ${number % 3 === 0 ? 0 : layer}`
    parts.push(...tarEntry({ name: filePath(number), content, uid: layer % 2, mtime: 1_700_000_000 + layer }))
  }
  const tar = Buffer.concat([...parts, TAR_END])
  return { tar, diffId: `sha256:${createHash('sha256').update(tar).digest('hex')}` }
}
