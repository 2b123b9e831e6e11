/** A tar as it is made. `patch`: the block at that offset is another, now that the digest of what follows it is known. */
export type TarPart =
  | { readonly type: 'bytes'; readonly bytes: Uint8Array }
  | { readonly type: 'patch'; readonly at: number; readonly bytes: Uint8Array }

/**
 * Where a copy goes. What does not come to its orderly end (a throw of `parts`, an abort) leaves nothing there.
 * `takesPatches`: bytes that were given can still be changed.
 */
export type CopySink<T> = {
  readonly takesPatches: boolean
  take(parts: AsyncIterable<TarPart>, options: { readonly signal: AbortSignal }): Promise<T>
}
