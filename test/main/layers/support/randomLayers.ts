import type { AnEntry } from '../../../builders/aLayer'
import { randomOf } from '../../../engine/support/random'

type Random = ReturnType<typeof randomOf>

const names = ['a', 'b', 'c', 'dd']

/** Seconds; each entry of an image has its own, so that an unpacked file tells where it comes from. */
export const firstTime = 1_000_000_000
export const timesPerLayer = 1_000

/**
 * Layers as builds make them and worse: the same few paths again and again, whiteouts of what is and what is not there,
 * folders for files, links within and across layers. In one layer no path is both a folder and something else.
 */
export function randomLayers(seed: number): readonly (readonly AnEntry[])[] {
  const random = randomOf(seed)
  const count = 1 + random.below(7)
  const files = new Set<string>()
  const shown = new Set<string>()
  return Array.from({ length: count }, (_, layer) => {
    return withoutDeadLinks(randomLayer(random, layer, files), shown)
  })
}

/** Leaves out links whose target is not there when they are made: no engine takes such a layer. Brings `shown` up to date. */
function withoutDeadLinks(entries: readonly AnEntry[], shown: Set<string>): readonly AnEntry[] {
  const removeBelow = (path: string) => {
    for (const one of shown) if (one.startsWith(`${path}/`)) shown.delete(one)
  }
  for (const { path } of entries) {
    const slash = path.lastIndexOf('/') + 1
    const name = path.slice(slash)
    const marked = path.slice(0, slash) + name.slice(4)
    if (name === '.wh..wh..opq') removeBelow(path.slice(0, slash - 1))
    else if (name.startsWith('.wh.')) {
      shown.delete(marked)
      removeBelow(marked)
    } else if (path.endsWith('/')) shown.delete(path.slice(0, -1))
    else removeBelow(path)
    for (const parent of parentsOf(path)) shown.delete(parent)
  }
  return entries.filter(({ path, data, hardLink }) => {
    if (hardLink !== undefined && (!shown.has(hardLink) || hardLink === path)) return false
    if (data !== undefined && !path.includes('.wh.')) shown.add(path)
    else if (hardLink !== undefined) shown.add(path)
    else shown.delete(path)
    return true
  })
}

function randomLayer(random: Random, layer: number, files: Set<string>): readonly AnEntry[] {
  const folders = new Set<string>()
  const leaves = new Set<string>()
  const entries: AnEntry[] = []
  const wanted = random.below(28)
  for (let i = 0; i < wanted; i += 1) {
    const path = randomPath(random)
    const entry = randomEntry(random, path, files)
    const isFolder = entry.path.endsWith('/') || entry.path.endsWith('.wh..wh..opq')
    const isLeaf = !isFolder && !entry.path.includes('.wh.')
    const above = parentsOf(path)
    if (above.some((parent) => leaves.has(parent)) || (isLeaf && folders.has(path))) continue
    if (isFolder && leaves.has(path)) continue
    for (const parent of above) folders.add(parent)
    if (isFolder) folders.add(path)
    if (isLeaf) leaves.add(path)
    if (entry.data !== undefined) files.add(path)
    const modified = firstTime + layer * timesPerLayer + entries.length
    entries.push({ ...entry, modified })
  }
  return entries
}

function randomPath(random: Random): string {
  return Array.from({ length: 1 + random.below(4) }, () => random.pick(names)).join('/')
}

function randomEntry(random: Random, path: string, files: ReadonlySet<string>): AnEntry {
  const dice = random.below(100)
  const slash = path.lastIndexOf('/') + 1
  if (dice < 10) return { path: `${path.slice(0, slash)}.wh.${path.slice(slash)}` }
  if (dice < 15) return { path: `${path}/.wh..wh..opq` }
  if (dice < 28) return { path: `${path}/`, mode: random.pick([0o755, 0o700]) }
  if (dice < 34) return { path, symlink: random.pick(names) }
  if (dice < 48 && files.size > 0) return { path, hardLink: random.pick([...files]) }
  // Few contents: the same bytes come again at the same path, and at others.
  const data = random.pick(['', 'x', 'yy', 'a'.repeat(700), `n${random.below(9)}`.repeat(random.below(90))])
  return { path, data, mode: random.pick([0o644, 0o755]), uid: random.below(2) }
}

function parentsOf(path: string): readonly string[] {
  return path.split('/').flatMap((_, i, all) => (i === 0 ? [] : [all.slice(0, i).join('/')]))
}
