import type { AppError } from '../errors'
import type { ContainerUse, ImageId } from './image'

/** What the user points at: a name (tag or repository@digest), or the image itself. */
export type RemovalTarget =
  | { readonly type: 'reference'; readonly reference: string; readonly imageId: ImageId }
  | { readonly type: 'image'; readonly imageId: ImageId }

export type RefusalReason =
  | { readonly type: 'runningContainer'; readonly containers: readonly ContainerUse[] }
  | { readonly type: 'stoppedContainer'; readonly containers: readonly ContainerUse[] }
  | { readonly type: 'severalRepositories'; readonly references: readonly string[] }
  | { readonly type: 'children'; readonly children: readonly ImageId[] }

/** What the engine would do with one target, with or without force (moby, daemon/images/image_delete.go). */
export type RemovalOutcome =
  /** Name(s) go and the image with them. `parents`: untagged ancestors that go with it. */
  | { readonly type: 'deleted'; readonly untagged: readonly string[]; readonly parents: readonly ImageId[] }
  /** Only the name goes; the image stays under `remaining`, or becomes dangling when that is empty. */
  | {
      readonly type: 'untagged'
      readonly untagged: readonly string[]
      readonly remaining: readonly string[]
      /** Untagged ancestors that go all the same; containerd store. */
      readonly parents?: readonly ImageId[]
    }
  | { readonly type: 'refused'; readonly reason: RefusalReason }

/** deleted | untagged | needsForce | forceOnlyUntags | cannot: the word for the pair of outcomes. */
export type RemovalVerdict = 'deleted' | 'untagged' | 'needsForce' | 'forceOnlyUntags' | 'cannot'

export type RemovalItem = {
  readonly target: RemovalTarget
  /** Name to show: the reference, else the short id. */
  readonly name: string
  readonly size: number
  readonly plain: RemovalOutcome
  readonly forced: RemovalOutcome
  readonly verdict: RemovalVerdict
  /** The docker command that does the same, without force. */
  readonly command: string
  /** Containers that use the image, whatever the verdict. */
  readonly containers: readonly ContainerUse[]
}

/** Outcomes take the items before them in the same plan into account: the second of two tags deletes. */
export type RemovalPlan = { readonly items: readonly RemovalItem[]; readonly missing: readonly string[] }

/** What the user confirmed. The executor does exactly this, or drops the row and says why. */
export type RemovalStep = {
  readonly target: RemovalTarget
  readonly force: boolean
  readonly expected: 'deleted' | 'untagged'
  /** Untagged parents that would go along stay: one of them is not to go. */
  readonly keepParents?: true
}

export type RemovalStepResult =
  | {
      readonly type: 'done'
      readonly step: RemovalStep
      readonly untagged: readonly string[]
      readonly deleted: readonly string[]
    }
  /** It was gone already: what the user wanted is true. */
  | { readonly type: 'gone'; readonly step: RemovalStep }
  /** Not touched, because what the plan said is no longer so. */
  | { readonly type: 'dropped'; readonly step: RemovalStep; readonly error: AppError }
  | { readonly type: 'failed'; readonly step: RemovalStep; readonly error: AppError }
  /** Not reached: the job was cancelled, or the engine was lost, before its turn. */
  | { readonly type: 'untouched'; readonly step: RemovalStep }

export type RemovalReport = {
  readonly results: readonly RemovalStepResult[]
  /** Bytes of what verifiably went, as they were summed up right before; undefined when the engine was lost. */
  readonly freedBytes?: number
  /** They stand on an estimate. */
  readonly freedAbout?: true
}

export function verdictOf(plain: RemovalOutcome, forced: RemovalOutcome): RemovalVerdict {
  if (plain.type !== 'refused') return plain.type
  if (forced.type === 'deleted') return 'needsForce'
  return forced.type === 'untagged' ? 'forceOnlyUntags' : 'cannot'
}
