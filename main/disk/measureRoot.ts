import type { Dirent, Stats } from 'node:fs'
import { lstat, opendir } from 'node:fs/promises'
import { join } from 'node:path'
import type { MeasuredRoot } from '@shared/domain/diskMeasure'

/** Files and folders looked at; a data root with more is told as "at least". */
const mostEntries = 5_000_000
const batch = 64
const blockBytes = 512

type Sums = { disk: number; content: number; entries: number; readonly links: Set<string> }

/**
 * What a folder takes on its file system: whole blocks, folders and links too, each inode once. Other file systems mounted in
 * it are left out (running containers' root filesystems are). What vanishes meanwhile counts nothing.
 * @throws what the system says of the root itself; the signal's reason
 */
export async function measureRoot(root: string, signal: AbortSignal): Promise<MeasuredRoot> {
  const own = await lstat(root)
  const folders: { name: string; disk: number; content: number }[] = []
  const all: Sums = { disk: own.blocks * blockBytes, content: 0, entries: 0, links: new Set() }
  for await (const entry of await opendir(root)) {
    const before = { ...all }
    const path = join(root, entry.name)
    const isFolder = await add(path, all, own.dev)
    if (isFolder) await walk(path, all, own.dev, signal)
    folders.push({
      name: entry.name,
      disk: all.disk - before.disk,
      content: all.content - before.content,
    })
  }
  return {
    root,
    disk: all.disk,
    content: all.content,
    entries: all.entries,
    complete: all.entries < mostEntries,
    folders: folders.filter(({ disk }) => disk > 0).sort((a, b) => b.disk - a.disk),
  }
}

async function walk(from: string, sums: Sums, device: number, signal: AbortSignal): Promise<void> {
  const waiting = [from]
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    let names: Dirent[] = []
    const flush = async (folder: string): Promise<void> => {
      const some = names
      names = []
      const found = await Promise.all(
        some.map(async ({ name }) => await add(join(folder, name), sums, device)),
      )
      for (const [index, isFolder] of found.entries()) {
        if (isFolder) waiting.push(join(folder, some[index]?.name ?? ''))
      }
    }
    try {
      for await (const entry of await opendir(path)) {
        signal.throwIfAborted()
        if (sums.entries >= mostEntries) return
        names.push(entry)
        if (names.length >= batch) await flush(path)
      }
      await flush(path)
    } catch (cause) {
      signal.throwIfAborted()
      if (!isPassing(cause)) throw cause
    }
  }
}

/** Adds one entry; true for a folder of this file system. */
async function add(path: string, sums: Sums, device: number): Promise<boolean> {
  const stats = await lstat(path).catch((cause: unknown) => {
    if (isPassing(cause)) return undefined
    throw cause
  })
  if (stats === undefined || stats.dev !== device || isKnown(stats, sums.links)) return false
  sums.entries += 1
  sums.disk += stats.blocks * blockBytes
  if (stats.isDirectory()) return true
  sums.content += stats.size
  return false
}

function isKnown(stats: Stats, links: Set<string>): boolean {
  if (stats.nlink < 2 || stats.isDirectory()) return false
  const key = String(stats.ino)
  if (links.has(key)) return true
  links.add(key)
  return false
}

/** It went while we looked, or a process closed its door: not worth the whole measure. */
function isPassing(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && (cause.code === 'ENOENT' || cause.code === 'ENOTDIR')
}
