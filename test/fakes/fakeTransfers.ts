import type { TransferMessage } from '@shared/domain/transferMessages'
import type { ByteSink } from '../../main/ports/byteSink'
import type { Asked, PullRequest, PushRequest, TransferEngine } from '../../main/ports/transferEngine'
import { pourInto } from '../../main/streams/pourInto'

/** What an engine would say in a stream; tests change what it then has by `effect`. */
export class FakeTransfers implements TransferEngine {
  readonly asked: (PullRequest | PushRequest)[] = []
  /** One list a call; the last one repeats. An Error in it is thrown there. */
  streams: (readonly (TransferMessage | Error)[])[] = [[]]
  /** Called when a stream came to its end without an error. */
  effect: () => void = () => {}
  /** Called before each message. */
  before: (message: TransferMessage) => void = () => {}
  /** What the registry has; an Error is thrown. */
  there: string | Error = 'sha256:none'
  platforms = true
  #calls = 0

  async *pull(request: PullRequest, { signal }: Asked): AsyncGenerator<TransferMessage, void> {
    this.asked.push(request)
    yield* this.#stream(signal)
  }

  async *push(request: PushRequest, { signal }: Asked): AsyncGenerator<TransferMessage, void> {
    this.asked.push(request)
    yield* this.#stream(signal)
  }

  async *save(_: readonly string[], { signal }: Asked): AsyncGenerator<Uint8Array, void> {
    signal.throwIfAborted()
    await Promise.resolve()
    yield Buffer.alloc(0)
  }

  async saveInto(images: readonly string[], sink: ByteSink, options: Asked): Promise<void> {
    await pourInto(this.save(images, options), sink)
  }

  async *load(archive: AsyncIterable<Uint8Array>, { signal }: Asked): AsyncGenerator<TransferMessage, void> {
    for await (const _ of archive) signal.throwIfAborted()
    yield* this.#stream(signal)
  }

  async *importRootfs(
    rootfs: AsyncIterable<Uint8Array>,
    _: unknown,
    { signal }: Asked,
  ): AsyncGenerator<TransferMessage, void> {
    for await (const _chunk of rootfs) signal.throwIfAborted()
    yield* this.#stream(signal)
  }

  async registryDigest(): Promise<string> {
    await Promise.resolve()
    if (this.there instanceof Error) throw this.there
    return this.there
  }

  async hasPlatform(): Promise<boolean> {
    return await Promise.resolve(this.platforms)
  }

  async *#stream(signal: AbortSignal): AsyncGenerator<TransferMessage, void> {
    const stream = this.streams[Math.min(this.#calls, this.streams.length - 1)] ?? []
    this.#calls += 1
    for (const message of stream) {
      signal.throwIfAborted()
      await Promise.resolve()
      if (message instanceof Error) throw message
      this.before(message)
      yield message
    }
    signal.throwIfAborted()
    this.effect()
  }
}
