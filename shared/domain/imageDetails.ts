import type { ContainerUse, ImageId } from './image'
import type { LedgerView } from './ledger'

/** A text that may be huge: `text` holds the first part, `length` the whole length in characters. */
export type CutText = { readonly text: string; readonly length: number }

export type NamedReference = {
  /** `redis:7` */
  readonly familiar: string
  /** `docker.io/library/redis:7` */
  readonly canonical: string
  /** Digest by which this repository knows the image; each repository has its own. */
  readonly repoDigest?: string
}

export type HealthcheckView = {
  /** As it runs: `CMD-SHELL` shows as `/bin/sh -c ...`; `NONE` switches an inherited check off. */
  readonly test: readonly string[]
  readonly disabled: boolean
  readonly intervalMs?: number
  readonly timeoutMs?: number
  readonly startPeriodMs?: number
  readonly retries?: number
}

/** How a container of this image starts when nothing is added to `docker run IMAGE`. */
export type RunCommand = {
  /** ENTRYPOINT and CMD joined as Docker joins them. */
  readonly argv: readonly string[]
  readonly entrypoint: readonly string[]
  readonly cmd: readonly string[]
  /** Form in the Dockerfile, known by the shell prefix of the image's own SHELL (default `/bin/sh -c`). */
  readonly entrypointForm?: 'shell' | 'exec'
  readonly cmdForm?: 'shell' | 'exec'
  /** A shell-form ENTRYPOINT runs through the shell, which drops CMD and every argument. */
  readonly cmdIgnored: boolean
}

export type ImageDetails = {
  readonly id: ImageId
  readonly references: readonly NamedReference[]
  /** `repository@digest` of repositories that have no tag here. */
  readonly digestsWithoutTag: readonly string[]
  readonly parentId?: ImageId
  readonly created?: number
  readonly lastTagged?: number
  /** Bytes, as the engine's inspect says it. */
  readonly size: number
  readonly platform: string
  readonly author?: string
  readonly comment?: string
  readonly dockerVersion?: string
  readonly command: RunCommand
  readonly env: readonly { readonly name: string; readonly value: CutText }[]
  readonly envTotal: number
  readonly ports: readonly string[]
  readonly volumes: readonly string[]
  readonly user?: string
  readonly workdir?: string
  readonly stopSignal?: string
  readonly shell?: readonly string[]
  readonly onBuild: readonly string[]
  readonly healthcheck?: HealthcheckView
  /** Sorted by name; at most 1,000 here, `labelsTotal` says how many there are. */
  readonly labels: readonly { readonly name: string; readonly value: CutText }[]
  readonly labelsTotal: number
  readonly layerCount: number
  readonly containers: readonly ContainerUse[]
  /** Local images that the classic builder made on top of this one. */
  readonly children: readonly { readonly id: ImageId; readonly name?: string }[]
  /** When it came and was last used, as far as anyone watched. */
  readonly ledger?: LedgerView
}

/** The engine's whole inspect answer as JSON text, long strings cut so that a page can show it. */
export type RawInspect = {
  /** Pretty JSON of the whole answer, or of the part that `path` picks. */
  readonly text: string
  /** Strings of more than 64 KiB are cut; this many were. */
  readonly cutStrings: number
  /** Entries of objects and arrays that were left out because there are too many for one message. */
  readonly cutEntries: number
  /** `{{json .Config.ExposedPorts}}`: what `docker inspect --format` takes for the same part. */
  readonly format: string
}
