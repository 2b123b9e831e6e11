import type { ImageId } from './image'

/** How a file is packed, by its first bytes. */
export type Packing = 'none' | 'gzip' | 'bzip2' | 'xz' | 'zstd'

export type ArchivedImage = {
  /** As the archive tells them: untrusted text. Empty for an image without a name. */
  readonly references: readonly string[]
  /** What its id can be once it is loaded: that depends on the engine's store. */
  readonly ids: readonly ImageId[]
  readonly layers?: number
}

/**
 * `image`: what `docker save` writes, or an OCI layout alone. `rootfs`: a tar of anything else, such as `docker export`
 * writes. `packed`: in a way that can't be looked into here (bzip2, xz). `empty`: no byte or no file in it.
 */
export type ArchiveContent =
  | {
      readonly type: 'image'
      readonly format: 'docker' | 'oci'
      readonly images: readonly ArchivedImage[]
      /** Images that are not listed: there are too many. */
      readonly more: number
      /** It ends in the middle, or is damaged behind what was read. */
      readonly isCut: boolean
    }
  | { readonly type: 'rootfs' | 'packed' | 'empty' | 'damaged' | 'notTar' }

/** What a file is, seen from outside: whether it is whole only the engine can tell. */
export type ArchiveLook = {
  /** Of the file, without its folder: untrusted text. */
  readonly name: string
  readonly size: number
  readonly packing: Packing
  readonly content: ArchiveContent
}
