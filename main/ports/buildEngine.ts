import type { BuildEvent, BuilderKind, BuildOptions } from '@shared/domain/build'

/** One thing in a build context. `path`: relative, with `/`, never empty. */
export type ContextEntry = {
  readonly path: string
  readonly kind: 'file' | 'folder' | 'link'
  /** Permission bits, setuid, setgid and sticky included (07777). Owner is always root, as Docker sends it. */
  readonly mode: number
  /** Bytes; 0 for folders and links. */
  readonly size: number
  readonly modifiedMs: number
  /** Of a link, as it is written on disk; never followed. */
  readonly target?: string
  /** Path of an earlier entry that is the same file on disk. */
  readonly hardLinkTo?: string
}

export type EntryFilter = {
  /** Patterns of a .dockerignore, in order. */
  readonly excludes: readonly string[]
  /** Only these paths, what is below them, and the folders above them; undefined for all. */
  readonly only?: readonly string[]
}

/** A folder that may be read, and nothing outside of it. */
export interface ContextFolder {
  /** Parents first, each folder sorted by bytes. @throws AppFailure CONTEXT_UNREADABLE, CONTEXT_PATH_INVALID, CONTEXT_TOO_MANY_FILES */
  entries(filter: EntryFilter, options: { readonly signal: AbortSignal }): AsyncIterable<ContextEntry>
  /**
   * Exactly `entry.size` bytes: what a growing file got since is left out.
   * @throws AppFailure CONTEXT_UNREADABLE, CONTEXT_FILE_CHANGED (it shrank)
   */
  read(entry: ContextEntry, options: { readonly signal: AbortSignal }): AsyncIterable<Uint8Array>
  /** Paths that links lead to are added, so that what an engine asks for is there; never outside. */
  followLinks(paths: readonly string[]): Promise<readonly string[]>
}

export type BuildInput =
  /** BuildKit asks for the files that it needs. `dockerfile`: name inside of `dockerfileFolder`. */
  | {
      readonly type: 'folders'
      readonly context: ContextFolder
      readonly dockerfileFolder: ContextFolder
      readonly dockerfile: string
      /** Same for each build of one context: lets BuildKit keep what it was sent before. */
      readonly sharedKey: string
    }
  /** Everything is sent. `dockerfile`: path inside of the tar. The engine adapter destroys it at the end. */
  | { readonly type: 'tar'; readonly tar: AsyncIterable<Uint8Array>; readonly dockerfile: string }

export type BuildRequest = {
  readonly builder: BuilderKind
  readonly options: BuildOptions
  readonly input: BuildInput
  /** Registries that a FROM names: the classic builder is told their credentials up front, BuildKit asks. */
  readonly registries: readonly string[]
  /** Bytes of files handed to the engine so far; called often. */
  readonly sent?: (bytes: number) => void
}

export interface BuildEngine {
  /** Which builder this engine would use by itself. */
  builder(options: { readonly signal: AbortSignal }): Promise<BuilderKind>
  /**
   * Runs one build. Ends without a throw only when the engine's answer came to its orderly end; whether it built
   * anything is in the events (`image`, `failed`) and must be checked against the engine.
   * @throws AppFailure ENGINE_LOST, STREAM_BROKEN, STREAM_INVALID, CONTEXT_*; an abort rejects with the signal's reason
   *   and leaves nothing running.
   */
  build(
    request: BuildRequest,
    options: { readonly signal: AbortSignal },
  ): AsyncIterable<readonly BuildEvent[]>
}
