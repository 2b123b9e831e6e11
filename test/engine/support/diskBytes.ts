import { lstat, readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { buildsWritten } from './buildHistory'
import { sandbox } from './sandbox'

/** What the engine's files weigh, read from the file system: the judge of every sum. */
export type DiskBytes = {
  /** Unpacked layers of images, build cache and containers. */
  readonly files: number
  /** Blobs of the content store; 0 on the classic store. */
  readonly blobs: number
}

/**
 * Classic store: bytes of all inodes that are no folders. Containerd store: blocks of all inodes, as its snapshotter counts.
 * Hard links once. Only for an engine of our own, whose files can be read.
 */
export async function diskBytes(): Promise<DiskBytes> {
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
  return {
    files: await weigh(layers, ({ blocks }) => blocks * 512),
    blobs: await quietBlobs(content),
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
 * Is `freed` what `promised` means? Classic store: to the byte. Containerd store: up to two empty folders of BuildKit's go along
 * (ADR 010), and blocks that the file system had only set aside when the engine counted never were there
 * (docs/engine-facts-disk.md).
 */
export function isKept(promised: number, freed: number): boolean {
  if (sandbox().store === 'classic') return freed === promised
  return freed <= promised + 2 * 4096 && freed >= promised * 0.6
}

type Inode = { readonly size: number; readonly blocks: number; readonly isFolder: boolean }

async function weigh(roots: readonly string[], of: (inode: Inode) => number): Promise<number> {
  const seen = new Set<string>()
  let sum = 0
  const visit = async (path: string): Promise<void> => {
    const stat = await lstat(path, { bigint: true }).catch(() => undefined)
    if (stat === undefined) return
    const inode = `${stat.dev}:${stat.ino}`
    if (seen.has(inode)) return
    seen.add(inode)
    const isFolder = stat.isDirectory()
    sum += of({ size: Number(stat.size), blocks: Number(stat.blocks), isFolder })
    if (isFolder) for (const name of await below(path)) await visit(join(path, name))
  }
  for (const root of roots) await visit(root)
  return sum
}

async function below(folder: string): Promise<readonly string[]> {
  return await readdir(folder).catch(() => [])
}
