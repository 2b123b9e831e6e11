import type { DiskPage, DiskPageImage, DiskSegment } from './diskPage'

/** Columns: keys are not repeated. Sparse ones are pairs of index and value. */
export type PackedPage = Omit<DiskPage, 'segments' | 'images'> & {
  readonly segments: {
    readonly below: readonly number[]
    readonly files: readonly number[]
    readonly blobs: readonly (readonly [number, number])[]
    readonly layers: readonly number[]
    readonly about: readonly number[]
    readonly cache: readonly number[]
    readonly containers: readonly number[]
  }
  readonly images: {
    readonly ids: readonly string[]
    /** Empty for none. */
    readonly names: readonly string[]
    readonly more: readonly (readonly [number, number])[]
    readonly sizes: readonly number[]
    readonly tops: readonly number[]
    readonly used: readonly number[]
  }
}

export function packPage({ segments, images, ...rest }: DiskPage): PackedPage {
  return {
    ...rest,
    segments: {
      below: segments.map(({ below }) => below),
      files: segments.map(({ files }) => files),
      blobs: pairs(segments, ({ blobs }) => blobs),
      layers: segments.map(({ layers }) => layers),
      about: places(segments, ({ about }) => about),
      cache: places(segments, ({ heldBy }) => heldBy === 'cache'),
      containers: places(segments, ({ heldBy }) => heldBy === 'containers'),
    },
    images: {
      ids: images.map(({ id }) => id),
      names: images.map(({ name }) => name ?? ''),
      more: pairs(images, ({ moreNames }) => moreNames),
      sizes: images.map(({ size }) => size),
      tops: images.map(({ top }) => top),
      used: places(images, ({ used }) => used),
    },
  }
}

export function unpackPage({ segments, images, ...rest }: PackedPage): DiskPage {
  const owners = ownersOf(segments.below, images.tops)
  return { ...rest, segments: unpackSegments(segments, owners), images: unpackImages(images) }
}

/** How many images end in each segment or above it. */
export function ownersOf(below: readonly number[], tops: readonly number[]): readonly number[] {
  const owners = below.map(() => 0)
  for (const top of tops) owners[top] = (owners[top] ?? 0) + 1
  for (let at = below.length - 1; at >= 0; at -= 1) {
    const under = below[at] ?? -1
    if (under >= 0) owners[under] = (owners[under] ?? 0) + (owners[at] ?? 0)
  }
  return owners
}

function unpackSegments(packed: PackedPage['segments'], owners: readonly number[]): readonly DiskSegment[] {
  const blobs = new Map(packed.blobs)
  const about = new Set(packed.about)
  const held = new Map([
    ...packed.cache.map((at) => [at, 'cache'] as const),
    ...packed.containers.map((at) => [at, 'containers'] as const),
  ])
  return packed.below.map((below, at): DiskSegment => {
    const heldBy = held.get(at)
    return {
      below,
      files: packed.files[at] ?? 0,
      blobs: blobs.get(at) ?? 0,
      layers: packed.layers[at] ?? 0,
      about: about.has(at),
      owners: owners[at] ?? 0,
      ...(heldBy && { heldBy }),
    }
  })
}

function unpackImages(packed: PackedPage['images']): readonly DiskPageImage[] {
  const more = new Map(packed.more)
  const used = new Set(packed.used)
  return packed.ids.map((id, at): DiskPageImage => {
    const name = packed.names[at] ?? ''
    return {
      id,
      ...(name === '' ? {} : { name }),
      moreNames: more.get(at) ?? 0,
      size: packed.sizes[at] ?? 0,
      top: packed.tops[at] ?? -1,
      used: used.has(at),
    }
  })
}

function places<T>(rows: readonly T[], is: (row: T) => boolean): readonly number[] {
  return rows.flatMap((row, at) => (is(row) ? at : []))
}

function pairs<T>(rows: readonly T[], value: (row: T) => number): readonly (readonly [number, number])[] {
  return rows.flatMap((row, at) => (value(row) === 0 ? [] : [[at, value(row)] as const]))
}
