import type { ImagePlace } from '@shared/domain/contents'
import type { ManifestNode, SourcedImage, SourceProblem } from '@shared/domain/imageSource'
import type { ImageSource } from '../../ports/imageSource'
import type { WholeSource } from '../../ports/wholeSource'
import type { LayerData, ModelFacts, ReadOutcome } from '../worker/analyst'
import type { ReadProgress } from '../worker/calls'

/** One image of a place, as far as it is known without its layers. */
export type PlacedImage = ModelFacts & {
  readonly references: readonly string[]
  readonly id: string
  /** `SourcedImage.id` of it in the tree, where that is another than `id`: an engine has names of its own for images. */
  readonly treeId?: string
  readonly configDigest?: string
  readonly platform?: string
  readonly created?: number
}

export type ReadContext = {
  readonly signal: AbortSignal
  readonly raise: number
  /** Layers that are indexed already. */
  readonly known: ReadonlySet<string>
  /** Other images of the same engine, by id: they come in the same save. */
  readonly also: readonly string[]
  readonly progress: (progress: ReadProgress) => void
}

/** `needsFetch`: the place gives its layers only as a whole; `bytes` is what that moves, about. */
export type DataAnswer =
  | LayerData
  | { readonly type: 'needsFetch'; readonly bytes?: number; readonly isAtLeast?: true }

/** `isAtLeast`: bytes of files alone, to which a tar adds a header and padding for each. */
export type Cost = { readonly bytes?: number; readonly isAbout: boolean; readonly isAtLeast?: true }

/** An image that is open, wherever it is. All methods throw AppFailure; an abort rejects with the signal's reason. */
export interface OpenPlace {
  readonly type: ImagePlace['type']
  /** A reference or the name of a file: untrusted text. */
  readonly name: string
  /** Undefined while nothing is known before all is read (a compressed archive). */
  image(): PlacedImage | undefined
  tree(): readonly ManifestNode[] | undefined
  /** Damage in what else lies there, of no image that can be read. */
  damage(): readonly SourceProblem[]
  /** Bytes that reading these layers moves. */
  cost(unread: ReadonlySet<string>): Cost
  read(context: ReadContext): Promise<ReadOutcome>
  /** For reading files now; `positions`: only of these layers. Ports end with the signal. */
  data(positions: readonly number[], signal: AbortSignal): Promise<DataAnswer>
  /** Brings everything to where its files can be read. Resolves with the bytes that were moved. */
  fetch(context: {
    readonly signal: AbortSignal
    readonly progress: (bytes: number) => void
  }): Promise<number>
  /** For a copy of its exact bytes; whoever asks closes it. */
  copySource(options: { readonly signal: AbortSignal }): Promise<CopySource>
  close(): Promise<void>
}

export type CopySource = {
  readonly source: ImageSource
  /** Undefined: all that comes. */
  readonly image: SourcedImage | undefined
  readonly whole: WholeCopy
  readonly close: () => Promise<void>
}

/** How all that the place holds is copied, with its index and attestations. */
export type WholeCopy =
  | { readonly type: 'blobs'; readonly source: WholeSource }
  /** A tar that passes by; `wanted`: what must be in it. */
  | {
      readonly type: 'passing'
      readonly bytes: (signal: AbortSignal) => AsyncIterable<Uint8Array>
      readonly wanted: readonly string[]
    }
