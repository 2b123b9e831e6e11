import { shortId } from './digest'
import type { ImageStore } from './engine'
import type { ImageId } from './image'
import { referenceParts } from './referenceParts'

export type ImageNames = { readonly tags: readonly string[]; readonly digests: readonly string[] }

/** The name that people know an image by. */
export function firstName({ tags, digests }: ImageNames): string | undefined {
  return tags[0] ?? digests[0]
}

/** The same; its short id where it has none. */
export function nameOrId(image: ImageNames & { readonly id: ImageId }): string {
  return firstName(image) ?? shortId(image.id)
}

/**
 * One normal form of an image's names, whoever told them: sorted, each once. On the containerd store every tagged
 * repository knows the image by the image's own digest, but list and inspect name only some of these.
 */
export function normalNames(
  told: { readonly id: ImageId; readonly tags: readonly string[]; readonly repoDigests: readonly string[] },
  store: ImageStore,
): ImageNames {
  const tags = [...new Set(told.tags)].sort()
  const digests = new Set(told.repoDigests)
  if (store === 'containerd') {
    for (const tag of tags) digests.add(`${referenceParts(tag).repository}@${told.id}`)
  }
  return { tags, digests: [...digests].sort() }
}

/** The names left after some went. containerd: the digest of a repository goes with its last tag. */
export function namesWithout(names: ImageNames, gone: ReadonlySet<string>, store: ImageStore): ImageNames {
  const tags = names.tags.filter((name) => !gone.has(name))
  const digests = names.digests.filter((name) => !gone.has(name))
  if (store === 'classic') return { tags, digests }
  const repositories = (some: readonly string[]) =>
    new Set(some.map((name) => referenceParts(name).repository))
  const left = repositories(tags)
  const lost = repositories(names.tags.filter((name) => gone.has(name)))
  const stays = (repository: string) => left.has(repository) || !lost.has(repository)
  return { tags, digests: digests.filter((name) => stays(referenceParts(name).repository)) }
}
