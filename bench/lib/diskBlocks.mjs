import { lstatSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Where an engine keeps layers: of the classic store each layer's own folder, of the containerd store blobs and snapshots. */
export function layerFolders({ store, dataRoot }) {
  if (store === 'classic') return [join(dataRoot, 'overlay2')]
  const containerd = join(dirname(dataRoot), 'containerd')
  return [
    join(containerd, 'io.containerd.content.v1.content', 'blobs'),
    join(containerd, 'io.containerd.snapshotter.v1.overlayfs', 'snapshots'),
  ]
}

/**
 * What a store calls a layer's bytes (docs/engine-facts-disk.md): on the classic one the files below `diff`, on the containerd
 * one all inodes of a snapshot's `fs`, and the blobs.
 */
function isContent(path, stat) {
  if (path.includes('/overlay2/')) return stat.isFile() && /\/overlay2\/[^/]+\/diff\//.test(path)
  if (path.includes('/snapshots/')) return /\/snapshots\/\d+\/fs(?:\/|$)/.test(path)
  return stat.isFile()
}

/**
 * Blocks on the disk, in bytes, an inode with several links once: of layers, and of the folders, links and notes that the store
 * needs around them.
 */
export function blocksOf(folders) {
  const seen = new Set()
  let content = 0
  let around = 0
  const walk = (path) => {
    let stat
    try {
      stat = lstatSync(path, { bigint: true })
    } catch {
      return
    }
    const key = `${stat.dev} ${stat.ino}`
    if (seen.has(key)) return
    seen.add(key)
    const bytes = Number(stat.blocks) * 512
    if (isContent(path, stat)) content += bytes
    else around += bytes
    if (stat.isDirectory()) for (const name of readdirSync(path)) walk(join(path, name))
  }
  for (const folder of folders) walk(folder)
  return { content, around }
}
