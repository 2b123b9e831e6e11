import type { TransferMessage } from '@shared/domain/transferMessages'
import type { ByteSink } from './byteSink'
import type { Credential } from './credentialSource'

export type Asked = { readonly signal: AbortSignal }

export type PullRequest = {
  /** Canonical, without tag and digest: `docker.io/library/ubuntu`. */
  readonly name: string
  /** A tag or a digest; an engine that is given neither pulls every tag. */
  readonly version: string
  /** `os/architecture[/variant]` */
  readonly platform?: string
  /** For exactly the registry of `name`. */
  readonly credential?: Credential
}

export type PushRequest = {
  /** Canonical, without a tag. */
  readonly name: string
  readonly tag: string
  readonly credential?: Credential
}

export type ImportRequest = {
  /** Canonical or familiar, without a tag; absent: an image without a name. */
  readonly repository?: string
  readonly tag?: string
  readonly platform?: string
  readonly message?: string
  /** Dockerfile instructions: `CMD ["sh"]`. */
  readonly changes?: readonly string[]
}

/**
 * The streams of an engine that move images. The iterables of messages end without a throw only when the answer came to
 * its orderly end and held no error; that alone is no success: look at the end state. An abort rejects with the
 * signal's reason and ends the request, on which the engine stops its work.
 * All throw AppFailure ENGINE_*, STREAM_BROKEN (the connection broke in the middle), STREAM_INVALID.
 */
export interface TransferEngine {
  /** @throws also REGISTRY_*, PLATFORM_MISSING, ENGINE_DISK_FULL */
  pull(request: PullRequest, options: Asked): AsyncIterable<TransferMessage>
  /** @throws also REGISTRY_*, IMAGE_NOT_FOUND */
  push(request: PushRequest, options: Asked): AsyncIterable<TransferMessage>
  /** One tar of all of them. References or ids. @throws also IMAGE_NOT_FOUND */
  save(images: readonly string[], options: Asked): AsyncIterable<Uint8Array>
  /** The same for gigabytes that nobody keeps: resolves when all of it was taken. */
  saveInto(images: readonly string[], sink: ByteSink, options: Asked): Promise<void>
  /** The archive may be compressed. The iterable of bytes is read once, and let go of when the engine stops reading. */
  load(archive: AsyncIterable<Uint8Array>, options: Asked): AsyncIterable<TransferMessage>
  /** A root file system becomes an image of one layer. */
  importRootfs(
    rootfs: AsyncIterable<Uint8Array>,
    request: ImportRequest,
    options: Asked,
  ): AsyncIterable<TransferMessage>
  /** Digest of what the registry has under that name now, asked by the engine. @throws also REGISTRY_* */
  registryDigest(request: PushRequest, options: Asked): Promise<string>
  /** Whether the image has that platform here, as far as this engine can tell; true where it can't. */
  hasPlatform(image: string, platform: string, options: Asked): Promise<boolean>
}
