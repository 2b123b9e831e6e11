import type { ImageId } from '@shared/domain/image'
import { z } from 'zod'
import { KeptFile } from '../cache/keptFile'
import type { Height } from '../images/layerAlignment'
import { exactly } from './height'

/** What an image's history told while not all of its layers were unpacked; true as long as its size is the same. */
export type Passing = { readonly size: number; readonly heights: readonly Height[] }

const bytes = z.number().nonnegative()
// In columns: 35,000 layers of 5,000 images are some 3 MB.
const stored = z.object({
  keys: z.array(z.string()),
  least: z.array(bytes),
  /** Where it is not one value: index, most, likely. */
  open: z.array(z.tuple([z.number().int().nonnegative(), bytes, bytes])),
  passing: z.array(z.tuple([z.string(), bytes, z.array(z.tuple([bytes, bytes, bytes]))])),
})

const version = 1
const maxBytes = 64_000_000
const maxKeys = 400_000
const maxPassing = 20_000

/** Bytes up to each layer of one engine, by chainId: read once ever, kept over restarts. Oldest ones go first. */
export class HeightsCache {
  readonly #heights = new Map<string, Height>()
  readonly #passing = new Map<ImageId, Passing>()
  readonly #file: KeptFile

  constructor(folder: string, key: string) {
    const load = (kept: unknown) => this.#load(kept)
    const pack = () => this.#pack()
    this.#file = new KeptFile({ folder, name: 'layers', key, version, maxBytes, load, pack })
  }

  async ready(): Promise<void> {
    await this.#file.ready()
  }

  get(key: string): Height | undefined {
    return this.#heights.get(key)
  }

  passing(image: ImageId): Passing | undefined {
    return this.#passing.get(image)
  }

  /** What several histories tell of one layer is narrowed down. */
  set(keys: readonly string[], heights: readonly Height[]): void {
    for (const [index, key] of keys.entries()) {
      const height = heights[index]
      if (height !== undefined) this.#heights.set(key, narrowed(this.#heights.get(key), height))
    }
    forgetOldest(this.#heights, maxKeys)
    this.#file.changed()
  }

  setPassing(image: ImageId, passing: Passing): void {
    this.#passing.delete(image)
    this.#passing.set(image, passing)
    forgetOldest(this.#passing, maxPassing)
    this.#file.changed()
  }

  async close(): Promise<void> {
    await this.#file.close()
  }

  #load(kept: unknown): void {
    const parsed = stored.safeParse(kept)
    if (!parsed.success) return
    const { keys, least, open, passing } = parsed.data
    for (const [index, key] of keys.entries()) {
      const height = least[index]
      if (height === undefined || this.#heights.has(key)) continue
      this.#heights.set(key, exactly(height))
    }
    for (const [index, most, likely] of open) {
      const key = keys[index]
      const height = least[index]
      if (key !== undefined && height !== undefined) this.#heights.set(key, { least: height, most, likely })
    }
    for (const [id, size, heights] of passing) {
      if (this.#passing.has(id)) continue
      this.#passing.set(id, {
        size,
        heights: heights.map(([low, high, likely]) => ({ least: low, most: high, likely })),
      })
    }
  }

  #pack(): z.infer<typeof stored> {
    const heights = [...this.#heights]
    return {
      keys: heights.map(([key]) => key),
      least: heights.map(([, { least }]) => least),
      open: heights.flatMap(([, { least, most, likely }], index): [number, number, number][] =>
        least === most ? [] : [[index, most, likely]],
      ),
      passing: [...this.#passing].map(([id, passing]) => [
        id,
        passing.size,
        passing.heights.map(({ least, most, likely }) => [least, most, likely]),
      ]),
    }
  }
}

/** Two true ranges of one value overlap; of two that do not, the narrower one says more. */
function narrowed(before: Height | undefined, after: Height): Height {
  if (before === undefined) return after
  const least = Math.max(before.least, after.least)
  const most = Math.min(before.most, after.most)
  const narrower = after.most - after.least < before.most - before.least ? after : before
  if (least > most) return narrower
  return { least, most, likely: Math.min(Math.max(narrower.likely, least), most) }
}

function forgetOldest(map: Map<string, unknown>, most: number): void {
  for (const key of map.keys()) {
    if (map.size <= most) return
    map.delete(key)
  }
}
