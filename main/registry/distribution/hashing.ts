import { createHash } from 'node:crypto'

const algorithms: ReadonlySet<string> = new Set(['sha256', 'sha384', 'sha512'])

function algorithmOf(digest: string): string {
  return digest.slice(0, digest.indexOf(':'))
}

/** Of an algorithm that engines know (go-digest). */
export function isHashable(digest: string): boolean {
  return algorithms.has(algorithmOf(digest))
}

export type Hashing = {
  readonly update: (bytes: Uint8Array) => void
  /** Once. */
  readonly digest: () => string
}

/** In the algorithm of `like`, which is hashable. */
export function hashLike(like: string): Hashing {
  const algorithm = algorithmOf(like)
  const hash = createHash(algorithm)
  return { update: (bytes) => hash.update(bytes), digest: () => `${algorithm}:${hash.digest('hex')}` }
}

/** In the algorithm of `like` where it is hashable, else sha256. */
export function digestBytes(bytes: Uint8Array, like: string | undefined): string {
  const hashing = hashLike(like !== undefined && isHashable(like) ? like : 'sha256:')
  hashing.update(bytes)
  return hashing.digest()
}
