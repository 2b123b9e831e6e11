import type { ContentBlob, StoredContent } from '../ports/storage'
import type { Fate, Fates, Holder, Sum } from './forest'

export type BlobStack = {
  readonly owner: string
  readonly digests: Iterable<string>
  /** Counts for nobody, as in a forest. */
  readonly silent?: boolean
}

/** Blobs that images reach, each counted once wherever it stands; the engine told all bytes, so nothing is a guess. */
export class BlobSets {
  readonly #bytes: (digest: string) => number
  readonly #stacks = new Map<string, { readonly digests: ReadonlySet<string>; readonly counts: 0 | 1 }>()
  readonly #owners = new Map<string, number>()

  constructor(stacks: Iterable<BlobStack>, bytes: (digest: string) => number) {
    this.#bytes = bytes
    for (const { owner, digests, silent = false } of stacks) {
      const stack = { digests: new Set(digests), counts: silent ? (0 as const) : (1 as const) }
      this.#stacks.set(owner, stack)
      for (const digest of stack.digests)
        this.#owners.set(digest, (this.#owners.get(digest) ?? 0) + stack.counts)
    }
  }

  union(owners: Iterable<string>): Sum {
    return this.#sum(this.#reach(owners).keys())
  }

  unique(): ReadonlyMap<string, Sum> {
    return new Map(
      [...this.#stacks].map(([owner, { digests, counts }]) => {
        return [owner, this.#sum([...digests].filter((digest) => this.#owners.get(digest) === counts))]
      }),
    )
  }

  /** As a forest's; `held` names digests, and only these. */
  fates(owners: Iterable<string>, held: ReadonlyMap<string, Holder>): Fates {
    const sums: Record<Fate, number> = { freed: 0, owners: 0, cache: 0, containers: 0 }
    for (const [digest, count] of this.#reach(owners)) {
      const fate = count < (this.#owners.get(digest) ?? 0) ? 'owners' : (held.get(digest) ?? 'freed')
      sums[fate] += this.#bytes(digest)
    }
    return { ...sums, doubtful: false }
  }

  #reach(owners: Iterable<string>): ReadonlyMap<string, number> {
    const counts = new Map<string, number>()
    for (const owner of new Set(owners)) {
      const stack = this.#stacks.get(owner)
      for (const digest of stack?.digests ?? [])
        counts.set(digest, (counts.get(digest) ?? 0) + (stack?.counts ?? 0))
    }
    return counts
  }

  #sum(digests: Iterable<string>): Sum {
    let bytes = 0
    for (const digest of digests) bytes += this.#bytes(digest)
    return { bytes, doubtful: false }
  }
}

/** All that an image keeps, itself first. Empty when it is not there. */
export function reachedFrom(digest: string, blobs: StoredContent['blobs']): ReadonlySet<string> {
  const found = new Set<string>()
  const next = [digest]
  for (let at = next.pop(); at !== undefined; at = next.pop()) {
    const blob = blobs.get(at)
    if (blob === undefined || found.has(at)) continue
    found.add(at)
    next.push(...blob.children)
  }
  return found
}

/**
 * Digests of the layers as they came, bottom first: those of the manifest whose config names the topmost chainId.
 * Undefined where no manifest does, or its layers are not all here.
 */
export function layerBlobsOf(
  reached: ReadonlySet<string>,
  keys: readonly string[],
  blobs: StoredContent['blobs'],
): readonly ContentBlob[] | undefined {
  const top = keys.at(-1)
  if (top === undefined) return []
  for (const digest of reached) {
    const [config, ...layers] = blobs.get(digest)?.children ?? []
    if (config === undefined || blobs.get(config)?.chainId !== top) continue
    const found = layers.flatMap((layer) => blobs.get(layer) ?? [])
    if (found.length === keys.length) return found
  }
  return undefined
}
