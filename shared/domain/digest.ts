/** `algorithm:hex` over exact bytes (OCI image-spec, descriptor.md). */
export type Digest = string & { readonly __digest: never }

const grammar = /^[a-z0-9]+(?:[+._-][a-z0-9]+)*:[0-9a-f]{32,}$/
const known: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 }

/** Accepts exactly what the distribution grammar accepts, with the hex length of the known algorithms. */
export function parseDigest(text: string): Digest | undefined {
  if (!grammar.test(text)) return undefined
  const colon = text.indexOf(':')
  const length = known[text.slice(0, colon)]
  if (length !== undefined && text.length - colon - 1 !== length) return undefined
  return text as Digest
}

/** First 12 hex digits: for the eye only, never a key. */
export function shortId(id: string): string {
  const colon = id.indexOf(':')
  return id.slice(colon + 1, colon + 13)
}
