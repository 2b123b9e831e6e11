// The few names that Node and browsers share and that `shared` may use without either's types.
interface AbortSignal {
  readonly aborted: boolean
  readonly reason: unknown
  throwIfAborted(): void
}
