import { z } from 'zod'

/** Who is behind a repository, where the Hub tells it. */
export type HubPublisher = 'official' | 'verified' | 'sponsored' | 'community'

/** Pulls over all time. The Hub's search rounds down (`1B+`): then `atLeast`, and it must be shown so. */
export type PullCount = { readonly count: number; readonly precision: 'exact' | 'atLeast' }

/** One result of a search. Names, publishers and descriptions are anyone's text. */
export type FoundRepository = {
  /** What to pull: `redis`, `bitnami/redis`. Familiar name, valid by the reference grammar. */
  readonly name: string
  /** The whole description that the search gives (the CLI cuts it at 45 characters); at most 2,000 characters. */
  readonly description?: string
  readonly stars?: number
  readonly pulls?: PullCount
  readonly official: boolean
  readonly publisher?: HubPublisher
  readonly publisherName?: string
  /** Last push, ms since the epoch. */
  readonly updated?: number
  /** As the Hub lists them: `linux`, `windows`. */
  readonly operatingSystems?: readonly string[]
  /** As the Hub lists them: `amd64`, `arm64`. */
  readonly architectures?: readonly string[]
  readonly archived?: boolean
}

export type SearchPage = {
  readonly source: 'hub' | 'engine'
  /** In the order of the source, the best match first. May be empty although `next` is set: see `looked`. */
  readonly results: readonly FoundRepository[]
  /** Matches over all pages before the minimum of stars, as the source counts them. */
  readonly total?: number
  /** How many of the source's matches were looked at for this page: with a minimum of stars most may fall away. */
  readonly looked: number
  /** Hand it back to go on. undefined: the end. */
  readonly next?: string
  /** The source gives no results beyond here although it has more. */
  readonly cutOff?: boolean
}

export const searchQuerySchema = z
  .object({
    query: z.string().trim().min(1).max(255),
    /** Results with fewer stars are left out; exactly as many is enough (`--filter stars=20`). */
    minStars: z.number().int().min(0).max(1_000_000_000).optional(),
    officialOnly: z.boolean().optional(),
    pageSize: z.number().int().min(1).max(100).optional(),
    /** `next` of the page before. */
    cursor: z
      .string()
      .max(64)
      .regex(/^[a-z0-9]+:\d+$/)
      .optional(),
  })
  .strict()

export type SearchQuery = z.infer<typeof searchQuerySchema>

/** One platform of a tag. Sizes are downloads: compressed, never what it takes on disk. */
export type HubTagPlatform = {
  /** `linux/arm/v7` */
  readonly platform: string
  /** Windows images are for one build of Windows. */
  readonly osVersion?: string
  /** Manifest of this platform. */
  readonly digest?: string
  /** Bytes to download: all layers, compressed. */
  readonly compressedSize?: number
  /** ms since the epoch */
  readonly pushed?: number
}

export type HubTag = {
  readonly name: string
  /** Manifest or index that the tag points at. */
  readonly digest?: string
  /** ms since the epoch */
  readonly pushed?: number
  /** Attestations (`unknown/unknown`) left out. */
  readonly platforms: readonly HubTagPlatform[]
  /** Bytes to download, only where the tag has a single platform; for others it depends on the platform. */
  readonly compressedSize?: number
}

export type HubTagsPage = {
  /** Familiar name: `redis`. */
  readonly repository: string
  /** Last pushed first, as the Hub orders them. */
  readonly tags: readonly HubTag[]
  readonly total?: number
  /** Number of the next page; undefined: the end. */
  readonly next?: number
}

export const hubTagsQuerySchema = z
  .object({
    /** A repository of Docker Hub in any form: `redis`, `docker.io/library/redis`. */
    repository: z.string().min(1).max(512),
    page: z.number().int().min(1).max(100_000).optional(),
    pageSize: z.number().int().min(1).max(100).optional(),
    /** Only tags whose name has this in it. */
    name: z.string().max(128).optional(),
  })
  .strict()

export type HubTagsQuery = z.infer<typeof hubTagsQuerySchema>
