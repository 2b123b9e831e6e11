import type { BuildCacheRecord } from '@shared/domain/disk'
import type { ImageRow } from '@shared/domain/image'
import { noBytes } from '@shared/domain/sizes'
import type { CleanupFacts, PlannedContainer } from '../../main/cleanup/plan/facts'
import { Forest } from '../../main/sizes/forest'
import type { SizeView } from '../../main/sizes/sizeView'
import { aContainerUse, anImageRow, imageId } from './imageRow'

export const now = Date.UTC(2026, 5, 1)
export const daysAgo = (days: number): number => now - days * 86_400_000

/** An image numbered `n`, that is made so many days ago as its number says. */
export function row(n: number, over: Partial<ImageRow> = {}): ImageRow {
  const tags = over.tags ?? []
  return anImageRow({
    id: imageId(n),
    created: daysAgo(n),
    size: n * 100,
    tags,
    naming: tags.length > 0 ? 'tagged' : (over.digests ?? []).length > 0 ? 'digestOnly' : 'dangling',
    ...over,
  })
}

export function container(id: string, image: number, over: Partial<PlannedContainer> = {}): PlannedContainer {
  return { ...aContainerUse({ id, name: id, createdFrom: imageId(image) }), imageId: imageId(image), ...over }
}

export function record(id: string, over: Partial<BuildCacheRecord> = {}): BuildCacheRecord {
  return {
    id,
    type: 'regular',
    description: `RUN ${id}`,
    parents: [],
    size: 10,
    usageCount: 1,
    inUse: false,
    shared: false,
    createdAt: daysAgo(10),
    ...over,
  }
}

/** Facts with rows whose counts and naming follow from each other, as the table makes them. */
export function factsOf(over: Partial<CleanupFacts> = {}): CleanupFacts {
  const { rows = [], containers = [] } = over
  const parents = new Set(rows.flatMap(({ parentId }) => parentId ?? []))
  return {
    store: 'classic',
    cache: [],
    labelsOf: () => new Map(),
    pins: [],
    now,
    sizes: sizesOf(rows),
    ...over,
    containers,
    rows: rows.map((each) => {
      const users = containers.filter((user) => user.imageId === each.id)
      const running = users.filter((user) => user.running).length
      const naming = each.naming === 'dangling' && parents.has(each.id) ? 'intermediate' : each.naming
      return { ...each, naming, running, stopped: users.length - running }
    }),
  }
}

/** Every image one layer of its size on its parent's. */
export function sizesOf(rows: readonly ImageRow[]): SizeView {
  const byId = new Map(rows.map((each) => [each.id, each]))
  const keysOf = (each: ImageRow): readonly string[] => {
    const parent = each.parentId === undefined ? undefined : byId.get(each.parentId)
    return [...(parent === undefined ? [] : keysOf(parent)), each.id]
  }
  const sizeUpTo = (id: string): number => {
    const each = byId.get(id)
    return each === undefined ? 0 : each.size + (each.parentId === undefined ? 0 : sizeUpTo(each.parentId))
  }
  const forest = new Forest({
    stacks: rows.map((each) => ({ owner: each.id, keys: keysOf(each) })),
    upTo: sizeUpTo,
  })
  return {
    store: 'classic',
    images: rows.length,
    unread: 0,
    usage: undefined,
    files: forest,
    blobs: new Forest({ stacks: [], upTo: () => undefined }),
    recordLayers: () => new Map(),
    keepers: () => [],
    stored: (images) => ({ files: forest.union(images).bytes, blobs: 0, about: [] }),
    unique: () => undefined,
    layers: () => undefined,
    sharers: () => [],
    reclaim: ({ images }) => {
      const { freed, owners } = forest.fates(images)
      return {
        freed: { files: freed, blobs: 0 },
        staysInBuildCache: noBytes,
        staysInContainers: noBytes,
        staysInImages: { files: owners, blobs: 0 },
        about: [],
      }
    },
  }
}
