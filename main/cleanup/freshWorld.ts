import type { ImageId } from '@shared/domain/image'
import { normalNames } from '@shared/domain/imageNames'
import type { EngineClient, InspectedImage, ListedContainer } from '../ports/engineClient'
import { RemovalWorld, type WorldImage } from './removalWorld'

/** What the index knows of an image and its family; a structural view of ImageTable. */
export type Family = {
  readonly entry: (id: ImageId) => (Omit<WorldImage, 'size'> & { readonly size: number }) | undefined
  readonly children: (id: ImageId) => readonly ImageId[]
}

/** Container lists that are asked for at nearly the same time are one request, in ms. */
const shareFor = 25

/** How things stand right before a removal: the image and the containers from the engine, its family from the index. */
export class FreshWorld {
  readonly #deleted = new Set<ImageId>()
  #asked: Promise<readonly ListedContainer[]> | undefined
  #askedAt = Number.NEGATIVE_INFINITY

  constructor(
    private readonly client: EngineClient,
    private readonly family: Family,
    private readonly now: () => number = () => performance.now(),
  ) {}

  async around(image: InspectedImage): Promise<{ readonly world: RemovalWorld; readonly image: WorldImage }> {
    const containers = await this.#containers()
    const listed = this.family.entry(image.id)
    const fresh: WorldImage = {
      id: image.id,
      ...normalNames(image, this.client.info.store),
      ...(image.parentId === undefined ? {} : { parentId: image.parentId }),
      size: listed?.size ?? image.size,
    }
    const world = new RemovalWorld({
      store: this.client.info.store,
      images: [fresh, ...this.#kin(fresh)],
      containers,
    })
    return { world, image: fresh }
  }

  /** The index hears of it by events, which is later than the next step. */
  forget(ids: readonly ImageId[]): void {
    for (const id of ids) this.#deleted.add(id)
  }

  async #containers(): Promise<readonly ListedContainer[]> {
    if (this.#asked === undefined || this.now() - this.#askedAt > shareFor) {
      this.#askedAt = this.now()
      this.#asked = this.client.listContainers({})
    }
    return await this.#asked
  }

  /** Children, ancestors, and the children of those: what decides whether it may go and who goes along. */
  #kin(image: WorldImage): readonly WorldImage[] {
    const kin = new Map<ImageId, WorldImage>()
    const add = (id: ImageId) => {
      const entry = id === image.id || this.#deleted.has(id) ? undefined : this.family.entry(id)
      if (entry !== undefined) kin.set(id, entry)
      return entry
    }
    for (const child of this.family.children(image.id)) add(child)
    let parentId = image.parentId
    while (parentId !== undefined && !kin.has(parentId)) {
      const parent = add(parentId)
      for (const child of this.family.children(parentId)) add(child)
      parentId = parent?.parentId
    }
    return [...kin.values()]
  }
}
