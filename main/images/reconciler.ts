import type { ImageId } from '@shared/domain/image'
import { firstName } from '@shared/domain/imageNames'
import { parseReference, withDefaultTag } from '@shared/domain/reference'
import { AppFailure } from '@shared/errors'
import type { EngineClient, InspectedImage, ListedImage } from '../ports/engineClient'
import { type Touches, touchedCount } from './eventTouches'
import { entryOfInspected, entryOfListed, type ImageEntry, rememberLoss, withoutTag } from './imageEntry'
import type { ImageTable } from './imageTable'
import { inParallel, widthOf } from './inParallel'

/** Brings the table to what the engine says: all of it, or only what events touched. */
export class Reconciler {
  constructor(
    private readonly table: ImageTable,
    private readonly labels: Map<ImageId, ReadonlyMap<string, string>>,
    private readonly client: EngineClient,
    private readonly now: () => number,
    private readonly signal: AbortSignal,
    private readonly told: {
      /** In the same turn in which a whole list has entered the table. */
      readonly confirmed: () => void
      readonly inspected: (image: InspectedImage) => void
    },
  ) {}

  /** Two requests, at the same time; the table changes at once when both have been answered, and `also` is done. */
  async listAll(also?: Promise<void>): Promise<void> {
    const { signal } = this
    const [containers, images] = await Promise.all([
      this.client.listContainers({ signal }),
      this.client.listImages({ signal }),
      also,
    ])
    this.#takeImages(images)
    const kept = new Set(containers.map((container) => container.id))
    for (const { id } of this.table.containers()) if (!kept.has(id)) this.table.removeContainer(id)
    for (const container of containers) this.table.putContainer(container)
    this.told.confirmed()
  }

  /** Looks at what events touched. Answers the images that were not known before. */
  async look(touches: Touches): Promise<readonly ImageId[]> {
    const added: ImageId[] = []
    const containers = [...touches.containers]
    const destroyed = containers.filter(([, kind]) => kind === 'destroyed').map(([id]) => id)
    const changed = containers.filter(([, kind]) => kind === 'changed').map(([id]) => id)
    for (const id of destroyed) this.table.removeContainer(id)
    if (touches.wholeList || this.#listIsCheaper(touchedCount(touches))) {
      this.#takeImages(await this.client.listImages({ signal: this.signal }))
    } else await this.#lookAtImages(touches, added)
    const firstUsed = [...touches.used].flatMap((name) => this.#unusedImage(name) ?? [])
    await inParallel(changed, widthOf(this.client.info.store), async (id) => await this.#lookAtContainer(id))
    await this.measure(firstUsed)
    return added
  }

  /**
   * Reads sizes anew as the list tells them. The containerd store counts an image's unpacked files once they are there,
   * and no event tells when: some time after it came, or with its first container.
   */
  async measure(ids: readonly ImageId[]): Promise<void> {
    const { client, table, signal } = this
    const entries = ids.flatMap((id) => table.entry(id) ?? [])
    if (client.info.store === 'classic' || entries.length === 0) return
    const references = entries.flatMap((entry) => firstName(entry) ?? [])
    const sizes = new Map<ImageId, number>()
    if (references.length > 0) {
      for (const { id, size } of await client.listImages({ references, signal })) sizes.set(id, size)
    }
    if (references.length < entries.length) {
      for (const [id, { size }] of await client.sharedSizes({ signal })) sizes.set(id, size)
    }
    for (const { id } of entries) {
      const now = table.entry(id)
      const size = sizes.get(id)
      if (now !== undefined && size !== undefined && size !== now.size) table.put({ ...now, size })
    }
  }

  /** A list costs the engine a share of what as many looks cost (limits.md B1, B2, B6). */
  #listIsCheaper(looks: number): boolean {
    const share = this.client.info.store === 'classic' ? 0.2 : 0.6
    return looks > 20 && looks > this.table.size * share
  }

  #takeImages(listed: readonly ListedImage[]): void {
    const { table, labels } = this
    const { store } = this.client.info
    const kept = new Set<ImageId>()
    const owners = new Map<string, ImageId>()
    for (const image of listed) for (const tag of image.tags) owners.set(tag, image.id)
    const until = this.now()
    for (const image of listed) {
      kept.add(image.id)
      labels.set(image.id, image.labels)
      const before = table.entry(image.id)
      const after = entryOfListed(image, store, before)
      table.put(rememberLoss(before, after, until, (tag) => owners.get(tag)))
    }
    for (const { id } of table.entries()) if (!kept.has(id)) this.#remove(id)
  }

  async #lookAtImages(touches: Touches, added: ImageId[]): Promise<void> {
    const looks = new Set<string>(touches.references)
    for (const [id, kind] of touches.images) {
      // The containerd store keeps an image that others were built on, though it says that it was deleted.
      if (kind === 'deleted' && this.table.children(id).length === 0) this.#remove(id)
      else looks.add(id)
    }
    await inParallel(
      [...looks],
      widthOf(this.client.info.store),
      async (image) => await this.#lookAt(image, added),
    )
    await this.#lookAtLosers(touches, added)
  }

  /** Where the winner of a tag has lost it again by now, only a look tells that the image before it has not got it back. */
  async #lookAtLosers({ given }: Touches, added: ImageId[]): Promise<void> {
    for (const [tag, winner] of given) {
      if (this.table.entry(winner)?.tags.includes(tag) === true) continue
      for (const id of this.table.owners(tag)) await this.#lookAt(id, added)
    }
  }

  /** `image`: an id or a reference. */
  async #lookAt(image: string, added: ImageId[]): Promise<void> {
    const found = await this.#inspect(image)
    if (found === undefined) {
      if (this.table.entry(image) !== undefined) this.#remove(image)
      return
    }
    const before = this.table.entry(found.id)
    if (before === undefined) added.push(found.id)
    const size = before?.size ?? (await this.#listedSize(found))
    this.labels.set(found.id, found.config.labels)
    const after = entryOfInspected(found, this.client.info.store, size, before)
    await this.#takeTags(after)
    const remembered = rememberLoss(before, after, this.now(), (tag) => {
      return this.table.owners(tag).find((owner) => owner !== after.id)
    })
    this.table.put(remembered)
  }

  /** A tag that moves is told of its winner only: whoever else holds it has lost it. */
  async #takeTags(winner: ImageEntry): Promise<void> {
    for (const tag of winner.tags) {
      for (const id of this.table.owners(tag)) {
        const loser = this.table.entry(id)
        if (id === winner.id || loser === undefined) continue
        const lost = withoutTag(loser, tag, { until: this.now(), movedTo: winner.id })
        const { was: _, ...stillNamed } = lost
        const after = lost.tags.length === 0 ? lost : stillNamed
        this.table.put(await this.#withDigestsOf(after))
      }
    }
  }

  /**
   * Classic: digests stay when a tag is taken over. containerd: digests come from the names, but for those that were
   * pulled by digest, and only the engine knows which.
   */
  async #withDigestsOf(loser: ImageEntry): Promise<ImageEntry> {
    if (this.client.info.store === 'classic') return loser
    const found = await this.#inspect(loser.id)
    if (found === undefined) return loser
    const { digests } = entryOfInspected(found, 'containerd', loser.size, loser)
    return { ...loser, digests }
  }

  /** Inspect of the containerd store counts other bytes than its list: a new image is asked for in the list's way. */
  async #listedSize(found: InspectedImage): Promise<number> {
    const { client, signal } = this
    if (client.info.store === 'classic') return found.size
    const reference = found.tags[0] ?? found.repoDigests[0]
    const sizeIn = (listed: readonly ListedImage[]) => listed.find((image) => image.id === found.id)?.size
    if (reference === undefined)
      return (await client.sharedSizes({ signal })).get(found.id)?.size ?? found.size
    const size = sizeIn(await client.listImages({ references: [reference], signal }))
    return size ?? sizeIn(await client.listImages({ signal })) ?? found.size
  }

  /** The image of that name or id, when no container of it was known. */
  #unusedImage(name: string): ImageId | undefined {
    const parsed = parseReference(name)
    const tag = parsed.ok ? withDefaultTag(parsed.value).familiar : name
    const id = this.table.entry(name)?.id ?? this.table.owners(tag)[0]
    return id !== undefined && this.table.containersOf(id).length === 0 ? id : undefined
  }

  async #lookAtContainer(id: string): Promise<void> {
    const container = await this.client.inspectContainer(id, { signal: this.signal })
    if (container === undefined) return this.table.removeContainer(id)
    this.table.putContainer(container)
  }

  async #inspect(image: string): Promise<InspectedImage | undefined> {
    try {
      const found = await this.client.inspectImage(image, { signal: this.signal })
      this.told.inspected(found)
      return found
    } catch (cause) {
      if (isGone(cause)) return undefined
      throw cause
    }
  }

  #remove(id: ImageId): void {
    this.table.remove(id)
    this.labels.delete(id)
  }
}

export function isGone(cause: unknown): boolean {
  return cause instanceof AppFailure && cause.error.code === 'IMAGE_NOT_FOUND'
}
