import type { SourceContent } from '../../ports/imageSource'
import { handoff } from '../../streams/handoff'
import type { OpenSaveStream } from '../worker/openSources'
import type { TarPart } from './copySink'
import { throwIfBroken } from './problems'

/**
 * A tar as it passes by, byte by byte, with the index and the attestations in it. It is read along: the copy ends well only when
 * every digest in it is right.
 */
export async function* passingWhole(
  bytes: (signal: AbortSignal) => AsyncIterable<Uint8Array>,
  wanted: readonly string[],
  open: OpenSaveStream,
  asked: AbortSignal,
): AsyncGenerator<TarPart, void> {
  const line = handoff<TarPart>()
  const stop = new AbortController()
  const signal = AbortSignal.any([asked, stop.signal])
  const tapped = async function* (stopped: AbortSignal) {
    for await (const chunk of bytes(stopped)) {
      await line.push({ type: 'bytes', bytes: chunk })
      yield chunk
    }
  }
  const source = open(tapped, wanted)
  const reading = source
    .read(async () => await Promise.resolve(undefined), { signal })
    .then((content) => {
      throwIfDamaged(content)
      line.end()
    })
    .catch((error: unknown) => line.fail(error))
  try {
    yield* line
  } finally {
    stop.abort(new DOMException('nobody takes it any more', 'AbortError'))
    await reading
    await source.close()
  }
}

/** Of a platform that was not pulled nothing is said, and nothing is damaged. */
function throwIfDamaged({ images, problems = [] }: SourceContent): void {
  for (const image of images) image.problems.forEach(throwIfBroken)
  problems.forEach(throwIfBroken)
}
