import { AppFailure, appError } from '@shared/errors'
import type { TransferEngine } from '../../ports/transferEngine'
import type { CopySink, TarPart } from './copySink'

/** `loaded`: names and ids, as the engine said them. */
export type EngineCopy = { readonly loaded: readonly string[]; readonly bytes: number }

/**
 * Loads into an engine. An engine looks at what it was sent only when all of it is there, so that a broken copy leaves nothing.
 * @throws AppFailure ARCHIVE_NO_IMAGE {name}, ENGINE_*, STREAM_*
 */
export function engineSink(load: TransferEngine['load'], name: string): CopySink<EngineCopy> {
  return {
    takesPatches: false,
    async take(parts, { signal }) {
      let bytes = 0
      let failed: { readonly error: unknown } | undefined
      const sent = async function* (): AsyncGenerator<Uint8Array, void> {
        try {
          for await (const part of onlyBytes(parts)) {
            bytes += part.length
            yield part
          }
        } catch (error) {
          failed = { error }
          throw error
        }
      }
      const loaded: string[] = []
      try {
        for await (const message of load(sent(), { signal })) {
          if (message.type === 'loaded') loaded.push(message.image)
        }
      } catch (error) {
        // The connection breaks because of it, and says only that.
        throw signal.aborted ? signal.reason : (failed?.error ?? error)
      }
      if (loaded.length === 0)
        throw new AppFailure(appError('ARCHIVE_NO_IMAGE', { name: name.slice(0, 200) }))
      return { loaded, bytes }
    },
  }
}

async function* onlyBytes(parts: AsyncIterable<TarPart>): AsyncGenerator<Uint8Array, void> {
  for await (const part of parts) if (part.type === 'bytes') yield part.bytes
}
