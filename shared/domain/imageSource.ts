/** How a layer's blob is packed: by its first bytes, its media type only says what it should be. */
export type LayerPacking = 'none' | 'gzip' | 'zstd'

/** OCI image-spec, descriptor.md. */
export type BlobDescriptor = {
  readonly mediaType: string
  /** Over the bytes as they are stored. */
  readonly digest: string
  /** Bytes as stored: compressed, where the blob is. */
  readonly size: number
}

/** What an index leads to, as a tree. Texts are untrusted. */
export type ManifestNode =
  | {
      readonly type: 'index'
      readonly descriptor: BlobDescriptor
      readonly references: readonly string[]
      readonly children: readonly ManifestNode[]
    }
  | {
      readonly type: 'image'
      /** Absent in a docker-archive without manifests. */
      readonly descriptor?: BlobDescriptor
      readonly references: readonly string[]
      /** `linux/arm64/v8` */
      readonly platform?: string
      /** `SourcedImage.id` when it can be read here; absent when some of its blobs are not here. */
      readonly imageId?: string
    }
  /** Provenance or SBOM of the image with that manifest digest. */
  | {
      readonly type: 'attestation'
      readonly descriptor: BlobDescriptor
      readonly of?: string
    }
  /** Named by an index, but not there: a platform that was not pulled. */
  | { readonly type: 'missing'; readonly descriptor: BlobDescriptor; readonly platform?: string }
  /** Something else than a container image (a chart, a signature), or a manifest of an old schema. */
  | {
      readonly type: 'other'
      readonly descriptor: BlobDescriptor
      readonly reason: 'artifact' | 'schema1' | 'unreadable'
    }

export type SourcedLayer = {
  /** By the config; undefined when the config names fewer layers than the manifest. */
  readonly diffId?: string
  /** As stored, where the place has blobs; a docker-archive of old has only the tar. */
  readonly blob?: BlobDescriptor
  /** Opaque to everybody but its source: a path in the archive, a digest. */
  readonly key: string
  /** Undefined until its first bytes were read. */
  readonly packing?: LayerPacking
  /** Bytes as stored, where known before reading. */
  readonly storedBytes?: number
  /** A foreign layer (Windows base): not here, and never fetched from its `urls`. */
  readonly isForeign: boolean
}

/** One entry of the config's history, oldest first (OCI image-spec, config.md). */
export type HistoryEntry = {
  readonly created?: number
  readonly createdBy: string
  readonly comment: string
  readonly author?: string
  readonly emptyLayer: boolean
}

/** The config of an image, as its JSON has it; texts untrusted and not cut. */
export type SourcedConfig = {
  readonly created?: number
  readonly author?: string
  /** `linux/arm64/v8` */
  readonly platform?: string
  readonly entrypoint: readonly string[]
  readonly cmd: readonly string[]
  readonly env: readonly string[]
  readonly exposedPorts: readonly string[]
  readonly volumes: readonly string[]
  readonly user?: string
  readonly workdir?: string
  readonly stopSignal?: string
  readonly shell?: readonly string[]
  readonly labels: ReadonlyMap<string, string>
  readonly onBuild: readonly string[]
  readonly diffIds: readonly string[]
  readonly history: readonly HistoryEntry[]
}

export type SourcedImage = {
  /** Digest of its manifest; of its config in a docker-archive without manifests. */
  readonly id: string
  readonly configDigest: string
  readonly manifestDigest?: string
  readonly references: readonly string[]
  readonly config: SourcedConfig
  /** Bottom first. */
  readonly layers: readonly SourcedLayer[]
  /** What does not agree in it; it is shown as far as it can be. */
  readonly problems: readonly SourceProblem[]
}

export type SourceProblem =
  /** The history names more or fewer layers than there are: steps can't be paired with layers for sure. */
  | { readonly type: 'historyMismatch'; readonly layers: number; readonly steps: number }
  /** Config and manifest name different numbers of layers. */
  | { readonly type: 'layerCountMismatch'; readonly config: number; readonly manifest: number }
  | { readonly type: 'foreignLayer'; readonly layer: number }
  | { readonly type: 'unknownPacking'; readonly layer: number; readonly mediaType: string }
  /** A blob has other bytes than its name, or a layer another diffId than the config says. */
  | {
      readonly type: 'digestMismatch'
      readonly blob: string
      readonly layer?: number
      /** Of a blob of no image that can be read. */
      readonly role?: BlobRole
    }
  | { readonly type: 'missingBlob'; readonly blob: string }

/** What a blob is to its place; `of`: of which platform, name or image: untrusted text. */
export type BlobRole = {
  readonly type: 'index' | 'manifest' | 'config' | 'layer' | 'attestation'
  readonly of?: string
}
