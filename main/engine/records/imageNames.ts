import { texts } from './read'

const none: readonly never[] = []

export type ImageNames = { readonly tags: readonly string[]; readonly repoDigests: readonly string[] }

/**
 * Tags and repository digests as an engine has them, sorted out: 20.10 fills in `<none>:<none>` and `<none>@<none>`,
 * and the containerd store lists an image that was pulled by digest under `repo@sha256:...` among the tags.
 */
export function imageNames(repoTags: unknown, repoDigests: unknown): ImageNames {
  const tags = texts(repoTags)
  const digests = texts(repoDigests)
  if (!tags.some(isOdd) && !digests.some(isNone)) return { tags, repoDigests: digests }
  const named = tags.filter((tag) => !isNone(tag))
  const byDigest = named.filter((tag) => tag.includes('@'))
  return {
    tags: dense(named.filter((tag) => !tag.includes('@'))),
    repoDigests: dense([...new Set([...digests.filter((digest) => !isNone(digest)), ...byDigest])]),
  }
}

function isOdd(name: string): boolean {
  return name.includes('@') || isNone(name)
}

function isNone(name: string): boolean {
  return name.startsWith('<none>') || name.endsWith(':<none>') || name.endsWith('@<none>')
}

/** One shared empty list: thousands of images have no name. */
function dense(list: readonly string[]): readonly string[] {
  return list.length === 0 ? none : list
}
