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

/** A file of a layer: the classic store keeps a note or two of its own beside each layer's `diff`. */
function isContent(path) {
  return !path.includes('/overlay2/') || /\/overlay2\/[^/]+\/diff\//.test(path)
}

/**
 * Blocks on the disk, in bytes, an inode with several links once: of the files of layers, and of the folders, links and notes
 * that the file system and the store need around them.
 */
export function blocksOf(folders) {
  const seen = new Set()
  let files = 0
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
    if (stat.isFile() && isContent(path)) files += bytes
    else around += bytes
    if (stat.isDirectory()) for (const name of readdirSync(path)) walk(join(path, name))
  }
  for (const folder of folders) walk(folder)
  return { files, around, all: files + around }
}
