import type { AppError } from '../errors'
import type { BuilderKind, ContextWeight, DockerfileOutline, DockerfileSpot } from './build'
import type { ImageStore } from './engine'

/** What the build form shows before anything is weighed or sent. */
export type BuildPreparation = {
  /** Of the context's folder: its last part, harmless to show. */
  readonly folderName: string
  readonly builder: BuilderKind
  readonly store: ImageStore
  /** Dockerfiles found in the folder and one level below it; paths relative to it, `Dockerfile` first. */
  readonly dockerfiles: readonly string[]
  /** The one that would be read; undefined where there is none. */
  readonly dockerfile?: ChosenDockerfile
  /** `app:latest` after the folder; a valid reference. */
  readonly proposedTag: string
  /** Why it can't be built as it is: no Dockerfile, a folder that can't be read, rules that don't parse. */
  readonly problem?: AppError
}

export type ChosenDockerfile = {
  /** Relative to the folder; its name alone where it lies elsewhere. */
  readonly name: string
  readonly outside: boolean
  readonly outline: DockerfileOutline
  /** Where each of the outline's problems is, in their order. */
  readonly spots: readonly (DockerfileSpot | undefined)[]
}

/** `stopped`: another context was weighed instead, or nobody waits for this one any more. */
export type Weighing =
  | { readonly type: 'weighed'; readonly weight: ContextWeight }
  | { readonly type: 'stopped' }
