import type { MessagePort } from 'node:worker_threads'
import type { CompareQuery, CompareRows, CompareSummary } from '@shared/domain/compare'
import type {
  ContentBase,
  LayersView,
  NodeDetails,
  NodeKind,
  RowFound,
  SaveOutReport,
  TreeQuery,
  TreeRows,
  WasteReport,
} from '@shared/domain/contents'
import type { SourcedConfig, SourceProblem } from '@shared/domain/imageSource'
import type { SourceContent } from '../../ports/imageSource'
import type { OpContext } from './calls'

/** What an image is to the worker: its layers by diffId, and what the config says. */
export type ModelFacts = {
  readonly name: string
  readonly layers: readonly ModelLayer[]
  readonly config: SourcedConfig
  /** False: steps and layers could not be paired, and no line of the Dockerfile names its layer. */
  readonly isPaired: boolean
  readonly base?: Omit<ContentBase, 'bytes'>
  readonly problems: readonly SourceProblem[]
}

export type ModelLayer = {
  readonly diffId: string
  readonly blobDigest?: string
  readonly storedBytes?: number
  readonly sharedBy: number
}

/** Limits of reading one layer, times ten for each `raise`. */
export type Raise = { readonly raise: number }

export type ReadOutcome = {
  /** Layers indexed now, those that were known before, bytes taken from the source. */
  readonly read: number
  readonly known: number
  readonly bytes: number
  readonly entries: number
}

/** Where the bytes of an image's layers come from. */
export type LayerData =
  /** An archive or layout that the worker has open. */
  | { readonly type: 'source'; readonly sourceId: string; readonly imageId: string }
  /** By position; nothing is asked for before it is needed. Each port is good for one reading. */
  | { readonly type: 'ports'; readonly ports: readonly (MessagePort | undefined)[] }

/** A path as a stack shows it. `position`, `entry`: where its bytes are. */
export type Located = {
  readonly path: string
  readonly name: string
  readonly kind: NodeKind
  readonly size: number
  readonly target?: string
  readonly data?: { readonly position: number; readonly entry: number }
  /** Positions of all layers that files at and below it come from. */
  readonly positions: readonly number[]
  /** Of the whole image, unpacked, each layer once. */
  readonly tarBytes: number
}

type OfHandle = { readonly handle: string }
type OfNode = OfHandle & { readonly layer: number; readonly node: number }
type Sides = { readonly left: string; readonly right: string }
type Page = { readonly from: number; readonly count: number }

/** The operations of the worker. All throw AppFailure; an abort rejects with the signal's reason. */
export type Analyst = {
  openFile(
    input: { readonly path: string },
    context: OpContext,
  ): Promise<{
    readonly sourceId: string
    /** Absent for a compressed archive: all of it has to be read first. */
    readonly content?: SourceContent
    /** Of the file, as it lies there. */
    readonly bytes: number
  }>
  closeSource(input: { readonly sourceId: string }): Promise<void>
  /** Those of them that are indexed. */
  known(input: { readonly diffIds: readonly string[] }): Promise<readonly string[]>
  /** All layers of one image of an open archive; of a compressed archive (one pass) all images, since all of it has to be read. */
  readFile(
    input: Raise & { readonly sourceId: string; readonly imageId?: string },
    context: OpContext,
  ): Promise<ReadOutcome & { readonly content: SourceContent }>
  /** What an engine's save sends. */
  readSave(
    input: Raise & { readonly bytes: MessagePort; readonly wanted: readonly string[] },
    context: OpContext,
  ): Promise<ReadOutcome & { readonly content: SourceContent }>
  /** One layer as a registry sends it. @throws SOURCE_DIGEST_MISMATCH */
  readBlob(
    input: Raise & { readonly bytes: MessagePort; readonly blob: string; readonly diffId?: string },
    context: OpContext,
  ): Promise<{ readonly diffId: string; readonly bytes: number; readonly entries: number }>
  /** Tells what a handle stands for; cheap. */
  note(input: OfHandle & { readonly facts: ModelFacts }): Promise<void>
  forget(input: OfHandle): Promise<void>
  layers(input: OfHandle, context: OpContext): Promise<LayersView>
  tree(input: OfHandle & Page & { readonly query: TreeQuery }, context: OpContext): Promise<TreeRows>
  find(
    input: OfHandle & { readonly query: TreeQuery; readonly node: number },
    context: OpContext,
  ): Promise<RowFound>
  details(input: OfNode, context: OpContext): Promise<NodeDetails>
  waste(input: OfHandle, context: OpContext): Promise<WasteReport>
  locate(input: OfNode, context: OpContext): Promise<Located>
  part(
    input: OfHandle & Page & { readonly position: number; readonly entry: number; readonly data: LayerData },
    context: OpContext,
  ): Promise<{ readonly bytes: Uint8Array; readonly isText: boolean }>
  saveOut(
    input: OfNode & { readonly path: string; readonly data: LayerData },
    context: OpContext,
  ): Promise<SaveOutReport>
  compare(input: Sides, context: OpContext): Promise<CompareSummary>
  compareTree(
    input: Sides & Page & { readonly query: CompareQuery },
    context: OpContext,
  ): Promise<CompareRows>
  compareFind(
    input: Sides & { readonly query: CompareQuery; readonly node: number },
    context: OpContext,
  ): Promise<RowFound>
  compareText(input: Sides & { readonly format: 'text' | 'json' }, context: OpContext): Promise<string>
}
