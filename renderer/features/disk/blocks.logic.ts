import type { DiskPage } from '@shared/domain/diskPage'
import { sum } from '@shared/sum'
import { type DiskTree, written } from './tree.logic'

export type BlockKind = 'outside' | 'kept' | 'orphans' | 'cache' | 'volumes'
export type Block = { readonly kind: BlockKind; readonly bytes: number }

/**
 * What lies beside the layers of images, none of it counted twice. On the containerd store the engine's total has the build
 * cache's files, so there the records are not counted beside it (docs/engine-facts-disk.md).
 */
export function blocksOf(tree: DiskTree): readonly Block[] {
  const { sums, cache, volumes, store } = tree.page
  const { outside = 0, keptByContainers } = sums
  const blocks: readonly Block[] = [
    { kind: 'outside', bytes: Math.max(0, outside) },
    { kind: 'kept', bytes: store === 'classic' ? keptByContainers : 0 },
    { kind: 'orphans', bytes: written(tree.orphans) },
    { kind: 'cache', bytes: store === 'classic' ? unsharedCache(cache) : 0 },
    { kind: 'volumes', bytes: sum(volumes.map(({ size = 0 }) => size)) },
  ]
  return blocks.filter(({ bytes }) => bytes > 0)
}

/** All areas of the picture together. */
export function totalOf(tree: DiskTree): number {
  const layers = tree.roots.reduce((all, at) => all + (tree.whole[at] ?? 0), 0)
  return layers + sum(blocksOf(tree).map(({ bytes }) => bytes))
}

function unsharedCache(cache: DiskPage['cache']): number {
  return sum(cache.filter(({ shared }) => !shared).map(({ size }) => size))
}
