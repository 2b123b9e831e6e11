import { pathOf } from '../../streams/oci/place'
import { fileHeader, filler, tarEnd } from '../../streams/tar/tarFile'
import type { TarPart } from './copySink'

/** Makes the parts of one tar in their order, and knows how far it is. */
export type TarWriter = {
  file(path: string, size: number, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<TarPart, void>
  /** Gives the file that began at `at` another name. Both must fit into one header. */
  rename(at: number, path: string, size: number): TarPart
  /** Where the next file begins. */
  at(): number
  end(): TarPart
}

export function tarWriter(): TarWriter {
  let at = 0
  const part = (bytes: Uint8Array): TarPart => {
    at += bytes.length
    return { type: 'bytes', bytes }
  }
  return {
    async *file(path, size, bytes) {
      yield part(fileHeader(path, size))
      for await (const chunk of bytes) yield part(chunk)
      if (size % 512 !== 0) yield part(filler(size))
    },
    rename: (begun, path, size) => ({ type: 'patch', at: begun, bytes: fileHeader(path, size) }),
    at: () => at,
    end: () => part(tarEnd),
  }
}

/** As long as the name of a blob is, so that it can become one. */
export function provisionalPath(number: number): string {
  const { length } = pathOf(`sha256:${'0'.repeat(64)}`)
  return `layers/${number}.tar`.slice(0, length)
}
