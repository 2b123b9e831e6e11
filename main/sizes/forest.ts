/** What one owner (an image) stands on, bottom first. Equal keys are the same thing on the disk: a chainId says all below it. */
export type Stack = {
  readonly owner: string
  readonly keys: readonly string[]
  /** It stands there, but nobody counts it: layers that only such ones have are in no image's sum and in nobody's way. */
  readonly silent?: boolean
  /** It counts as one that has them, but keeps none: they go when the others go. */
  readonly weak?: boolean
}

/** Who else has layers of some owners, and how many bytes of them. */
export type Keeper = { readonly owner: string; readonly bytes: number }

export type ForestFacts = {
  readonly stacks: readonly Stack[]
  /** Bytes of a key and of all below it, where known. */
  readonly upTo: (key: string) => number | undefined
  /** A likely value for a key of which `upTo` does not know; it is kept within what the known ones allow. */
  readonly guess?: (key: string) => number | undefined
}

/** `doubtful`: the sum stands on a guess. */
export type Sum = { readonly bytes: number; readonly doubtful: boolean }

/** Layers that the same owners have, one on top of the other. */
export type Segment = {
  /** Index of the segment below, -1 at the bottom. Below comes before above. */
  readonly below: number
  readonly keys: readonly string[]
  readonly bytes: number
  readonly doubtful: boolean
  /** Owners of this segment that end in it. */
  readonly ends: readonly string[]
  /** Owners that end in it or above it; 0 where only silent ones do. */
  readonly owners: number
}

/** One key of an owner. `doubtful`: how far it reaches up is a guess. `others`: owners that have it too; silent ones are none. */
export type Level = { readonly upTo: number; readonly doubtful: boolean; readonly others: number }

export type Holder = 'cache' | 'containers'
export type Fate = 'freed' | 'owners' | Holder
export type Fates = Readonly<Record<Fate, number>> & { readonly doubtful: boolean }

const noHolders: ReadonlyMap<string, Holder> = new Map()

/**
 * Layers of many images with what they share drawn together: a forest whose nodes are keys. A node belongs to all owners that
 * end in it or above it, so that every sum is a walk from ends to roots. Immutable; 5,000 stacks of 7 grow in a few ms.
 */
export class Forest {
  readonly #nodes = new Map<string, number>()
  readonly #keys: string[] = []
  readonly #below: number[] = []
  readonly #owners: number[] = []
  /** Of them those that keep the node. */
  readonly #keeping: number[] = []
  readonly #upTo: number[] = []
  readonly #doubtful: boolean[] = []
  readonly #ends = new Map<string, number>()
  readonly #heldBy = new WeakMap<ReadonlyMap<string, Holder>, ReadonlyMap<number, Holder>>()
  readonly #silent = new Set<string>()
  readonly #weak = new Set<string>()
  #endsAt: ReadonlyMap<number, readonly string[]> | undefined

  constructor({ stacks, upTo, guess }: ForestFacts) {
    for (const stack of stacks) this.#add(stack)
    this.#weigh(upTo, guess ?? (() => undefined))
  }

  has(owner: string): boolean {
    return this.#ends.has(owner)
  }

  /** Bytes up to each of the owner's keys, bottom first. */
  heights(owner: string): readonly number[] {
    return this.#path(this.#ends.get(owner) ?? -1)
      .map((node) => this.#upTo[node] ?? 0)
      .reverse()
  }

  /** The owner's keys, bottom first. */
  stack(owner: string): readonly Level[] {
    const own = this.#silent.has(owner) ? 0 : 1
    return this.#path(this.#ends.get(owner) ?? -1)
      .map((node) => ({
        upTo: this.#upTo[node] ?? 0,
        doubtful: this.#doubtful[node] === true,
        others: (this.#owners[node] ?? 0) - own,
      }))
      .reverse()
  }

  /** Every layer of every owner once. */
  total(): Sum {
    return this.#sum(this.#keys.keys())
  }

  /** Layers of these owners, each once. Unknown owners count nothing. */
  union(owners: Iterable<string>): Sum {
    return this.#sum(this.#reach(owners).keys())
  }

  /** Bytes that nobody else has, of each owner. */
  unique(): ReadonlyMap<string, Sum> {
    const found = new Map<string, Sum>()
    for (const [owner, end] of this.#ends) {
      const alone = this.#silent.has(owner) ? 0 : 1
      const own = this.#path(end).filter((node) => this.#owners[node] === alone)
      found.set(owner, this.#sum(own))
    }
    return found
  }

  /**
   * What comes of the bytes of these owners when they go. `holders`: who else keeps a key, and with it all below it; where
   * such a key is in no stack, those below it must be named too. A layer that both keep is told under `containers`: records of the build cache can be let go without asking.
   */
  fates(owners: Iterable<string>, holders: ReadonlyMap<string, Holder> = noHolders): Fates {
    const reached = this.#reach(owners)
    const held = this.#held(holders)
    const groups: Record<Fate, number[]> = { freed: [], owners: [], cache: [], containers: [] }
    for (const [node, count] of reached) {
      if (count < (this.#keeping[node] ?? 0)) groups.owners.push(node)
      else groups[held.get(node) ?? 'freed'].push(node)
    }
    const sums = {
      freed: this.#sum(groups.freed),
      owners: this.#sum(groups.owners),
      cache: this.#sum(groups.cache),
      containers: this.#sum(groups.containers),
    }
    return {
      freed: sums.freed.bytes,
      owners: sums.owners.bytes,
      cache: sums.cache.bytes,
      containers: sums.containers.bytes,
      doubtful: Object.values(sums).some(({ doubtful }) => doubtful),
    }
  }

  /** The owners that end next below where the owner ends, of those that `counts` lets through; silent ones are none. */
  standsOn(owner: string, counts: (owner: string) => boolean): readonly string[] {
    const end = this.#ends.get(owner) ?? -1
    this.#endsAt ??= endsAtOf(this.#ends)
    for (const node of this.#path(this.#below[end] ?? -1)) {
      const found = (this.#endsAt.get(node) ?? []).filter(
        (other) => !this.#silent.has(other) && counts(other),
      )
      if (found.length > 0) return found
    }
    return []
  }

  /** Owners that share at least one key with the owner: the highest such key, and how many there are; most shared first. */
  sharers(
    owner: string,
  ): readonly { readonly owner: string; readonly upTo: string; readonly depth: number }[] {
    const shared: { owner: string; upTo: string; depth: number }[] = []
    const end = this.#ends.get(owner)
    if (end === undefined) return []
    const own = new Map(this.#path(end).map((node, depth) => [node, depth]))
    const height = own.size
    for (const [other, start] of this.#ends) {
      if (other === owner || this.#silent.has(other)) continue
      const meet = this.#path(start).find((node) => own.has(node))
      const key = meet === undefined ? undefined : this.#keys[meet]
      if (meet === undefined || key === undefined) continue
      shared.push({ owner: other, upTo: key, depth: height - (own.get(meet) ?? 0) })
    }
    return shared.sort((a, b) => b.depth - a.depth || (a.owner < b.owner ? -1 : 1))
  }

  /**
   * Why bytes of these owners stay when they go: the others that have some of them, most first; of equal ones the one
   * with the least above it, then with the fewest layers above it, which is likely the base.
   */
  keepers(owners: Iterable<string>): readonly Keeper[] {
    const going = new Set(owners)
    const reached = this.#reach(going)
    const found: { owner: string; bytes: number; above: number; layers: number }[] = []
    for (const [owner, end] of this.#ends) {
      if (going.has(owner) || this.#silent.has(owner) || this.#weak.has(owner)) continue
      const path = this.#path(end)
      const layers = path.findIndex((node) => reached.has(node))
      const bytes = this.#upTo[path[layers] ?? -1] ?? 0
      if (bytes > 0) found.push({ owner, bytes, above: (this.#upTo[end] ?? 0) - bytes, layers })
    }
    return found
      .sort(
        (a, b) =>
          b.bytes - a.bytes || a.above - b.above || a.layers - b.layers || (a.owner < b.owner ? -1 : 1),
      )
      .map(({ owner, bytes }) => ({ owner, bytes }))
  }

  /** The forest with runs of keys that have the same owners drawn together. */
  segments(): readonly Segment[] {
    const segmentOf: number[] = []
    const made: { below: number; keys: string[]; nodes: number[]; ends: string[]; owners: number }[] = []
    this.#endsAt ??= endsAtOf(this.#ends)
    const endsAt = this.#endsAt
    for (const [node, key] of this.#keys.entries()) {
      const below = this.#below[node] ?? -1
      const owners = this.#owners[node] ?? 0
      const under = below === -1 ? undefined : segmentOf[below]
      const goesOn = under !== undefined && (this.#owners[below] ?? 0) === owners
      const index = goesOn ? under : made.length
      if (!goesOn) made.push({ below: under ?? -1, keys: [], nodes: [], ends: [], owners })
      segmentOf[node] = index
      const segment = made[index]
      segment?.keys.push(key)
      segment?.nodes.push(node)
      segment?.ends.push(...(endsAt.get(node) ?? []))
    }
    return made.map(({ nodes, ...segment }) => ({ ...segment, ...this.#sum(nodes) }))
  }

  #add({ owner, keys, silent = false, weak = false }: Stack): void {
    const isNew = !this.#ends.has(owner)
    let below = -1
    for (const key of keys) {
      const known = this.#nodes.get(key)
      const node = known ?? this.#keys.length
      if (known === undefined) {
        this.#nodes.set(key, node)
        this.#keys.push(key)
        this.#below.push(below)
        this.#owners.push(0)
        this.#keeping.push(0)
      }
      if (isNew && !silent) {
        this.#owners[node] = (this.#owners[node] ?? 0) + 1
        if (!weak) this.#keeping[node] = (this.#keeping[node] ?? 0) + 1
      }
      below = node
    }
    if (!isNew || below === -1) return
    this.#ends.set(owner, below)
    if (silent) this.#silent.add(owner)
    if (weak) this.#weak.add(owner)
  }

  /** Nodes stand below those above them in the arrays, so one way up and one way down settle everything. */
  #weigh(upTo: (key: string) => number | undefined, guess: (key: string) => number | undefined): void {
    const known = this.#keys.map(upTo)
    const ceiling = known.map((bytes) => bytes ?? Number.POSITIVE_INFINITY)
    for (let node = this.#keys.length - 1; node >= 0; node -= 1) {
      const below = this.#below[node] ?? -1
      if (below !== -1) ceiling[below] = Math.min(ceiling[below] ?? 0, ceiling[node] ?? 0)
    }
    for (const [node, key] of this.#keys.entries()) {
      const below = this.#below[node] ?? -1
      const floor = below === -1 ? 0 : (this.#upTo[below] ?? 0)
      const most = Math.max(floor, ceiling[node] ?? floor)
      const told = known[node]
      this.#doubtful[node] = told === undefined && most !== floor
      const likely = told ?? guess(key) ?? floor
      this.#upTo[node] = told ?? Math.min(Math.max(floor, likely), most)
    }
  }

  /** From the end down to the root. */
  #path(end: number): readonly number[] {
    const path: number[] = []
    for (let node = end; node !== -1; node = this.#below[node] ?? -1) path.push(node)
    return path
  }

  /** Nodes of these owners, each with how many of the owners keep it. */
  #reach(owners: Iterable<string>): ReadonlyMap<number, number> {
    const counts = new Map<number, number>()
    for (const owner of new Set(owners)) {
      const one = this.#silent.has(owner) || this.#weak.has(owner) ? 0 : 1
      for (const node of this.#path(this.#ends.get(owner) ?? -1))
        counts.set(node, (counts.get(node) ?? 0) + one)
    }
    return counts
  }

  /** The same map of holders means the same nodes: plans ask for the fate of each of thousands of images. */
  #held(holders: ReadonlyMap<string, Holder>): ReadonlyMap<number, Holder> {
    const known = this.#heldBy.get(holders)
    if (known !== undefined) return known
    const held = this.#holding(holders)
    this.#heldBy.set(holders, held)
    return held
  }

  #holding(holders: ReadonlyMap<string, Holder>): ReadonlyMap<number, Holder> {
    const held = new Map<number, Holder>()
    for (const [key, holder] of holders) {
      for (let node = this.#nodes.get(key) ?? -1; node !== -1; node = this.#below[node] ?? -1) {
        const now = held.get(node)
        if (now === holder || now === 'containers') break
        held.set(node, holder)
      }
    }
    return held
  }

  /**
   * Each node is what it reaches up to minus what is below it. A guessed level in the middle falls out of the sum when the
   * node and as many above it as below it are in; only what is left makes the sum doubtful.
   */
  #sum(nodes: Iterable<number>): Sum {
    let bytes = 0
    const left = new Map<number, number>()
    const weigh = (node: number, times: number) => {
      if (this.#doubtful[node] === true) left.set(node, (left.get(node) ?? 0) + times)
    }
    for (const node of nodes) {
      const below = this.#below[node] ?? -1
      bytes += (this.#upTo[node] ?? 0) - (below === -1 ? 0 : (this.#upTo[below] ?? 0))
      weigh(node, 1)
      if (below !== -1) weigh(below, -1)
    }
    return { bytes, doubtful: [...left.values()].some((times) => times !== 0) }
  }
}

function endsAtOf(ends: ReadonlyMap<string, number>): ReadonlyMap<number, readonly string[]> {
  const found = new Map<number, string[]>()
  for (const [owner, end] of ends) {
    const here = found.get(end)
    if (here === undefined) found.set(end, [owner])
    else here.push(owner)
  }
  return found
}
