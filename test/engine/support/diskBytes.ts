import { lstat, readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sum } from '@shared/sum'
import type { EngineClient } from '../../../main/ports/engineClient'
import { reachedFrom } from '../../../main/sizes/blobSets'
import { buildsWritten } from './buildHistory'
import { sandbox } from './sandbox'

/** What the engine's files weigh, read from the file system: the judge of every sum. */
export type DiskBytes = {
  /** Unpacked layers of images, build cache and containers. */
  readonly files: number
  /** Blobs of the content store; 0 on the classic store. */
  readonly blobs: number
  /** The files as the engine counts them; absent on the classic store, which counts what is there. */
  readonly counted?: number
}

/**
 * Classic store: bytes of all inodes that are no folders. Containerd store: blocks of all inodes, as its snapshotter counts.
 * Hard links once. Only for an engine of our own, whose files can be read.
 */
export async function diskBytes(client: EngineClient): Promise<DiskBytes> {
  const { store, dataRoot, socketPath } = sandbox()
  if (store === 'classic') {
    const folders = await below(join(dataRoot, 'overlay2'))
    const layers = folders
      .filter((name) => name !== 'l')
      .map((name) => join(dataRoot, 'overlay2', name, 'diff'))
    return { files: await weigh(layers, ({ size, isFolder }) => (isFolder ? 0 : size)), blobs: 0 }
  }
  const root = join(dirname(socketPath), 'containerd')
  const snapshots = join(root, 'io.containerd.snapshotter.v1.overlayfs/snapshots')
  const content = join(root, 'io.containerd.content.v1.content/blobs')
  const layers = (await below(snapshots)).map((name) => join(snapshots, name, 'fs'))
  const blobs = await quietBlobs(content)
  return {
    files: await weigh(layers, ({ blocks }) => blocks * 512),
    blobs,
    counted: await countedFiles(client),
  }
}

/** When all builds are written, and nothing else comes for a moment: the engine lets blobs go in its own time. */
async function quietBlobs(content: string): Promise<number> {
  await buildsWritten()
  const look = async () => await weigh([content], ({ size, isFolder }) => (isFolder ? 0 : size))
  let bytes = await look()
  for (let before = Number.NaN; before !== bytes; ) {
    before = bytes
    await sleep(300)
    bytes = await look()
  }
  return bytes
}

/**
 * Containerd store: bytes of all snapshots as the engine counted each once, when it was made: `LayersSize` without the blobs
 * of images (docs/engine-facts-disk.md).
 */
async function countedFiles(client: EngineClient): Promise<number> {
  const [{ layersSize, images }, content] = await Promise.all([
    client.diskUsageOfImages({}),
    client.contentStore({}),
  ])
  if (content === undefined) throw new Error('the content store does not answer')
  const { blobs } = content
  const reached = new Set(images.flatMap(({ id }) => [...reachedFrom(id, blobs)]))
  return layersSize - sum([...reached].map((digest) => blobs.get(digest)?.bytes ?? 0))
}

/** BuildKit lets up to two empty folders of its own go along (ADR 010), which the engine does not count. */
const alongs = 2 * 4096

/**
 * Did exactly the promised files go? Classic store: by the disk, to the byte. Containerd store: by what the engine counted of
 * each snapshot, to the byte. The disk gives back that and BuildKit's folders, or less: blocks that the file system had only
 * set aside at the moment of counting are in no file.
 */
export function wentAsPromised(promised: number, before: DiskBytes, after: DiskBytes): boolean {
  const freed = before.files - after.files
  if (before.counted === undefined || after.counted === undefined) return freed === promised
  const counted = before.counted - after.counted
  return counted === promised && freed <= promised + alongs && (promised === 0 || freed > 0)
}

type Inode = { readonly size: number; readonly blocks: number; readonly isFolder: boolean }

async function weigh(roots: readonly string[], of: (inode: Inode) => number): Promise<number> {
  const seen = new Set<string>()
  let all = 0
  const visit = async (path: string): Promise<void> => {
    const stat = await lstat(path, { bigint: true }).catch(() => undefined)
    if (stat === undefined) return
    const inode = `${stat.dev}:${stat.ino}`
    if (seen.has(inode)) return
    seen.add(inode)
    const isFolder = stat.isDirectory()
    all += of({ size: Number(stat.size), blocks: Number(stat.blocks), isFolder })
    if (isFolder) for (const name of await below(path)) await visit(join(path, name))
  }
  for (const root of roots) await visit(root)
  return all
}

async function below(folder: string): Promise<readonly string[]> {
  return await readdir(folder).catch(() => [])
}
