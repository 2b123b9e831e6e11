/** Takes bytes as they come, from a source that reads into the same memory again and again. */
export type ByteSink = {
  /** They are good only during the call. */
  take(bytes: Uint8Array): void
  /** Undefined: more may come at once. Some more may come even so. */
  room(): Promise<void> | undefined
}
