/** What one HTTP exchange and its repetitions may take. Times in ms. */
export type HttpLimits = {
  /** Until the connection stands: name, TCP, proxy, TLS. */
  readonly connect: number
  /** From the request to the first byte of the answer. */
  readonly firstByte: number
  /** Without a byte in the middle of an answer. */
  readonly stall: number
  /** Bytes of a stream that must come within `stall`, so that a byte now and then is no movement. */
  readonly movement: number
  /** One whole exchange, so that a byte now and then does not keep it alive; a stream that moves has no such limit. */
  readonly total: number
  /** Bytes of one answer after decompression (limits.md A4: registries answer metadata in under 8 MiB). */
  readonly body: number
  readonly redirects: number
  /** Requests in all, the first one included, when the server says 429 or 5xx. */
  readonly tries: number
  /** A Retry-After beyond this is not waited for: it is told instead. */
  readonly longestWait: number
  /** First pause after a 5xx or a 429 that names no time; doubles. */
  readonly backOff: number
}

export const defaultLimits: HttpLimits = {
  connect: 10_000,
  firstByte: 10_000,
  stall: 10_000,
  movement: 1024,
  total: 120_000,
  body: 8 * 1024 * 1024,
  redirects: 10,
  tries: 3,
  longestWait: 60_000,
  backOff: 500,
}
