import type { BlobDescriptor, ManifestNode, SourcedImage } from '@shared/domain/imageSource'
import type { HubTagsPage, HubTagsQuery, SearchPage, SearchQuery } from '@shared/domain/search'
import type { RandomAccessSource, SourceContent } from './imageSource'
import type { WholeSource } from './wholeSource'

/** A pause before the same request goes out again, told before it begins; for a countdown. */
export type RegistryWaiting = {
  readonly reason: 'rateLimited' | 'serverError'
  /** When the next request goes out (ms since the epoch). */
  readonly until: number
  /** Requests sent so far, and how many there will be at most. */
  readonly tried: number
  readonly tries: number
}

export type RegistryCallOptions = {
  readonly signal?: AbortSignal
  readonly onWait?: (waiting: RegistryWaiting) => void
}

/**
 * A way to search images. Throws AppFailure REGISTRY_* (each a state to show, never an empty list); an abort rejects
 * with the signal's reason. The engine's own search (`GET /images/search`) is a second one: its `cursor` and `next` are
 * always undefined, and it tells no pulls.
 */
export interface ImageSearch {
  search(query: SearchQuery, options: RegistryCallOptions): Promise<SearchPage>
}

/** Docker Hub, or what the user set in its place. */
export interface HubClient extends ImageSearch {
  /** Tags with their platforms. Also throws REFERENCE_* for a bad repository and HUB_PAGING_LIMIT far down the list. */
  tags(query: HubTagsQuery, options: RegistryCallOptions): Promise<HubTagsPage>
}

/** What a registry says of a reference: not proven by the bytes. */
export type ToldManifest = { readonly digest: string; readonly mediaType: string }

export type RegistryNames = {
  /** Each once, in the registry's order, which means nothing. */
  readonly names: readonly string[]
  /** Set when there are more than are given at once (10,000; all, where a registry knows no pages): for the next call. */
  readonly after?: string
}

/** An image of a registry, or all that its index names. */
export type RegistrySource = RandomAccessSource &
  WholeSource & {
    /**
     * The index and nothing below it that it tells itself: images of a known platform are not read, `imageId` is set for them
     * all the same. One request for an index, two for a single image.
     */
    outline(options: Asked): Promise<SourceContent>
    /** One of an outline's images: its manifest and its config. What it turned out to be, where it is no image. */
    named(
      image: NamedImage,
      options: Asked,
    ): Promise<{ readonly node: ManifestNode; readonly image?: SourcedImage }>
  }

/** An image that an index names. */
export type NamedImage = {
  readonly descriptor: BlobDescriptor
  readonly references: readonly string[]
  readonly platform?: string
}

type Asked = { readonly signal: AbortSignal }

type ListOptions = RegistryCallOptions & { readonly after?: string }

/**
 * Images of any registry (distribution API), read as anybody may: no password leaves this machine. Throws AppFailure
 * REFERENCE_*, REGISTRY_*, SOURCE_*; an abort rejects with the signal's reason.
 */
export interface RegistryReader {
  /** Nothing is asked until its content is. Without tag and digest: `latest`. */
  open(reference: string, options?: Pick<RegistryCallOptions, 'onWait'>): RegistrySource
  /** One small request: has a tag moved? */
  digest(reference: string, options: RegistryCallOptions): Promise<ToldManifest>
  tags(repository: string, options: ListOptions): Promise<RegistryNames>
  /** Repositories of a host, where it tells; many answer REGISTRY_UNAUTHORIZED or REGISTRY_NOT_FOUND. */
  repositories(host: string, options: ListOptions): Promise<RegistryNames>
}
