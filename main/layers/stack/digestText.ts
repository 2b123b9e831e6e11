/** `sha256:<hex>` of one of many digests in a row, 32 bytes each. */
export function digestText(digests: Uint8Array, at: number): string {
  return `sha256:${Buffer.from(digests.subarray(at * 32, at * 32 + 32)).toString('hex')}`
}
