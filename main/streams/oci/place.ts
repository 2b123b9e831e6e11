import type { LayerPacking } from '@shared/domain/imageSource'

/** A file of a place, links followed. */
export type Placed = {
  /** Where it really lies. */
  readonly path: string
  /** Bytes as stored. */
  readonly size: number
  /** By its first bytes; undefined for anything that no layer may be. */
  readonly packing?: LayerPacking
  /** Of all its bytes, where they passed by already. */
  readonly digest?: string
  readonly diffId?: string
  /** The place ends before it does. */
  readonly isCut: boolean
}

export type StoredDocument = {
  readonly bytes: Uint8Array
  /** Computed, by the algorithm of its name; sha256 where the name tells none. */
  readonly digest: string
}

/** Files by path, as an OCI layout and docker-archives have them: what documents are read from. */
export type Place = {
  /** Of the file or folder, for messages: cut to 200 characters. */
  readonly name: string
  look(path: string): Promise<Placed | undefined>
  /** All bytes; undefined where there is no such file. @throws AppFailure SOURCE_DOCUMENT_TOO_LARGE, SOURCE_TRUNCATED, FILE_* */
  document(path: string, maxBytes: number): Promise<StoredDocument | undefined>
}

/** OCI image-spec, image-layout.md. */
export function pathOf(digest: string): string {
  return `blobs/${digest.replace(':', '/')}`
}

/** What a path says that its bytes' digest is. */
export function digestOf(path: string): string | undefined {
  const [, algorithm, hex] = /^blobs\/(sha256|sha384|sha512)\/([0-9a-f]{64,128})$/.exec(path) ?? []
  return algorithm === undefined || hex === undefined ? undefined : `${algorithm}:${hex}`
}
