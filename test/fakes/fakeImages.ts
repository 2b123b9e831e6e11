import type { ImageStore } from '@shared/domain/engine'
import { parseReference, withDefaultTag } from '@shared/domain/reference'
import { referenceParts } from '@shared/domain/referenceParts'
import { AppFailure, appError } from '@shared/errors'
import type { InspectedImage, ListedHistory, ListedImage } from '../../main/ports/engineClient'

export type FakeImage = {
  readonly id: string
  readonly parentId?: string
  readonly created: number
  readonly size: number
  readonly diffIds: readonly string[]
  readonly labels: ReadonlyMap<string, string>
  readonly history: readonly ListedHistory[]
  readonly config: Partial<InspectedImage['config']>
  readonly raw?: unknown
}

const emptyConfig: InspectedImage['config'] = {
  entrypoint: [],
  cmd: [],
  env: [],
  exposedPorts: [],
  volumes: [],
  onBuild: [],
  labels: new Map(),
}

/** Images with parents, and a reference store, as a FakeEngine has them. */
export class FakeImages {
  readonly all = new Map<string, FakeImage>()
  /** Familiar reference (with tag or digest) -> image id. */
  readonly references = new Map<string, string>()

  children(id: string): string[] {
    return [...this.all.values()].filter((image) => image.parentId === id).map((image) => image.id)
  }

  named(id: string): string[] {
    return [...this.references].filter(([, owner]) => owner === id).map(([reference]) => reference)
  }

  tagsIn(id: string, repository: string): boolean {
    return this.named(id).some((reference) => {
      const parts = referenceParts(reference)
      return parts.repository === repository && parts.tag !== undefined && parts.digest === undefined
    })
  }

  find(name: string): FakeImage {
    const named = this.references.get(name) ?? this.references.get(familiar(name))
    const id = named ?? [...this.all.keys()].find((key) => key === name || key.slice(7).startsWith(name))
    const found = id === undefined ? undefined : this.all.get(id)
    if (found === undefined) throw new AppFailure(appError('IMAGE_NOT_FOUND', { image: name }))
    return found
  }

  allNames(): ReadonlyMap<string, readonly string[]> {
    const names = new Map<string, string[]>()
    for (const [reference, id] of this.references) {
      const known = names.get(id)
      if (known === undefined) names.set(id, [reference])
      else known.push(reference)
    }
    return names
  }

  inspected(image: FakeImage, store: ImageStore): InspectedImage {
    const { labels, ...told } = listed(image, this.named(image.id))
    return {
      ...told,
      // Inspect knows fractions of a second.
      created: image.created + 123,
      size: store === 'containerd' ? Math.floor(image.size / 3) : image.size,
      os: 'linux',
      architecture: 'amd64',
      diffIds: image.diffIds,
      config: { ...emptyConfig, labels, ...image.config },
    }
  }
}

export function familiar(name: string): string {
  const parsed = parseReference(name)
  return parsed.ok ? withDefaultTag(parsed.value).familiar : name
}

export function listed(
  { id, parentId, created, size, labels }: FakeImage,
  names: readonly string[],
): ListedImage {
  return {
    id,
    tags: names.filter((name) => !name.includes('@')),
    repoDigests: names.filter((name) => name.includes('@')),
    ...(parentId === undefined ? {} : { parentId }),
    created,
    size,
    labels,
  }
}
