import { spawnSync } from 'node:child_process'
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, type Stats, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What is at a path of the folder, by lstat. */
export type Found = { readonly path: string; readonly stat: Stats }

/**
 * Unpacks layers one after the other into one real folder with GNU tar; whiteouts are applied by hand before. `look` is
 * called after each layer. Shares nothing with the product: what is there afterwards is what the kernel says.
 */
export function unpackLayers(
  tars: readonly Uint8Array[],
  look: (layer: number, found: readonly Found[]) => void,
): void {
  const work = mkdtempSync(join(tmpdir(), 'strata-unpack-'))
  const root = join(work, 'root')
  mkdirSync(root)
  try {
    for (const [layer, tar] of tars.entries()) {
      const file = join(work, `${layer}.tar`)
      writeFileSync(file, tar)
      applyTar(root, file)
      look(layer, walk(root, ''))
    }
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

function applyTar(root: string, file: string): void {
  const names = runTar(['-tf', file]).split('\n').filter(Boolean)
  for (const name of names) removeMarked(root, name)
  for (const name of names) makeWay(root, name)
  runTar(['-xf', file, '-C', root, '--exclude=.wh.*', '--no-same-owner', '-p'])
}

function removeMarked(root: string, name: string): void {
  const parts = name.split('/')
  const base = parts.pop() ?? ''
  // Below a link or a file there is nothing to remove.
  if (!parts.every((_, i) => isFolder(join(root, ...parts.slice(0, i + 1))))) return
  const folder = join(root, ...parts)
  if (base === '.wh..wh..opq') for (const below of readdirSync(folder)) remove(join(folder, below))
  else if (base.startsWith('.wh.')) remove(join(folder, base.slice(4)))
}

/** A folder for what must be one, and nothing in the way of what is none. */
function makeWay(root: string, name: string): void {
  const parts = name.split('/').filter(Boolean)
  const isMarker = (parts.at(-1) ?? '').startsWith('.wh.')
  for (let i = 1; i < parts.length; i += 1) {
    const folder = join(root, ...parts.slice(0, i))
    if (!isFolder(folder)) remove(folder)
    mkdirSync(folder, { recursive: true })
  }
  const path = join(root, ...parts)
  if (!isMarker && name.endsWith('/') !== isFolder(path)) remove(path)
}

function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}

function remove(path: string): void {
  rmSync(path, { recursive: true, force: true })
}

function walk(root: string, folder: string): Found[] {
  return readdirSync(join(root, folder)).flatMap((name) => {
    const path = `${folder}/${name}`
    const stat = lstatSync(join(root, path))
    return [{ path, stat }, ...(stat.isDirectory() ? walk(root, path) : [])]
  })
}

function runTar(words: readonly string[]): string {
  const { stdout, stderr, status } = spawnSync('tar', words, { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return stdout
}
