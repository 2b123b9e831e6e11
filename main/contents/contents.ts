import type { CompareQuery, CompareRows, CompareSummary } from '@shared/domain/compare'
import type {
  CopyWhat,
  FileView,
  ImagePlace,
  LayersView,
  NodeDetails,
  OpenedImage,
  RowFound,
  TreeQuery,
  TreeRows,
  WasteReport,
} from '@shared/domain/contents'

type Asked = { readonly signal: AbortSignal }
export type Rows<Q> = { readonly query: Q; readonly from: number; readonly count: number }
type Sides = { readonly left: string; readonly right: string }

/** What is inside images, wherever they are. All throw AppFailure CONTENTS_GONE for a handle that is forgotten. */
export interface Contents {
  open(place: ImagePlace, options: Asked & { readonly choice?: string }): Promise<OpenedImage>
  /** Those who wait for it get CONTENTS_STOPPED. */
  stopOpening(place: ImagePlace): { readonly stopped: boolean }
  state(handle: string, options: Asked): Promise<OpenedImage>
  close(handle: string): Promise<{ readonly closed: boolean }>
  read(
    handle: string,
    options: { readonly also: readonly string[]; readonly raise: number },
  ): { readonly jobId: string }
  layers(handle: string, options: Asked): Promise<LayersView>
  tree(handle: string, rows: Rows<TreeQuery>, options: Asked): Promise<TreeRows>
  find(
    handle: string,
    place: { readonly query: TreeQuery; readonly node: number },
    options: Asked,
  ): Promise<RowFound>
  details(handle: string, place: NodePlace, options: Asked): Promise<NodeDetails>
  waste(handle: string, options: Asked): Promise<WasteReport>
  file(
    handle: string,
    part: NodePlace & { readonly from: number; readonly count: number },
    options: Asked,
  ): Promise<FileView>
  fetch(handle: string): { readonly jobId: string }
  /** What a save dialog should suggest. */
  nameOf(handle: string, place: NodePlace, options: Asked): Promise<string>
  saveOut(handle: string, place: NodePlace & { readonly path: string }): { readonly jobId: string }
  copy(
    handle: string,
    to: { readonly type: 'file'; readonly path: string } | { readonly type: 'engine' },
    what: CopyWhat,
  ): { readonly jobId: string }
  compare(sides: Sides, options: Asked): Promise<CompareSummary>
  compareTree(sides: Sides, rows: Rows<CompareQuery>, options: Asked): Promise<CompareRows>
  compareFind(
    sides: Sides,
    place: { readonly query: CompareQuery; readonly node: number },
    options: Asked,
  ): Promise<RowFound>
  compareText(sides: Sides, format: 'text' | 'json', options: Asked): Promise<string>
  closeAll(): Promise<void>
}

/** A path of the image as the stack up to `layer` shows it. */
export type NodePlace = { readonly layer: number; readonly node: number }
