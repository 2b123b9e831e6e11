import type { CutText } from './imageDetails'
import type { BlobDescriptor, SourceProblem } from './imageSource'

/** Where an image is that is looked into. */
export type ImagePlace =
  /** On the engine of now: an id or a reference. */
  | { readonly type: 'engine'; readonly image: string }
  /** An archive or an OCI layout folder that the person chose or dropped. */
  | { readonly type: 'file'; readonly grant: string }
  /** Read from its registry, without a pull. */
  | { readonly type: 'registry'; readonly reference: string }

/** A pause that a registry asked for while an image of it is read. */
export type RegistryWait = {
  /** Of the place that is opened, or open. */
  readonly reference: string
  readonly reason: 'rateLimited' | 'serverError'
  /** When it is asked again (ms since the epoch). */
  readonly until: number
}

/** What an index leads to, for a page; texts untrusted and cut. `id`: what `contents.open` takes as `choice`. */
export type PlatformNode =
  | {
      readonly type: 'index'
      readonly descriptor: BlobDescriptor
      readonly references: readonly string[]
      readonly children: readonly PlatformNode[]
    }
  | {
      readonly type: 'image'
      readonly descriptor?: BlobDescriptor
      readonly references: readonly string[]
      readonly platform?: string
      /** Absent when it can't be read here. */
      readonly id?: string
    }
  | { readonly type: 'attestation'; readonly descriptor: BlobDescriptor; readonly of?: string }
  | { readonly type: 'missing'; readonly descriptor: BlobDescriptor; readonly platform?: string }
  | {
      readonly type: 'other'
      readonly descriptor: BlobDescriptor
      readonly reason: 'artifact' | 'schema1' | 'unreadable'
    }

/** An image that was opened; main remembers it until it is closed, or too many others were opened after it. */
export type OpenedImage = {
  readonly handle: string
  readonly place: ImagePlace['type']
  /** A reference, or the name of the file: untrusted text. */
  readonly name: string
  readonly references: readonly string[]
  /** Manifest digest, or the config's where there is no manifest. */
  readonly id: string
  /** `id` of its node in `tree`, where that is another. */
  readonly treeId?: string
  readonly configDigest?: string
  readonly platform?: string
  readonly created?: number
  readonly layerCount: number
  /** Of all layers as they are stored (compressed where they are), where that is known. */
  readonly storedBytes?: number
  readonly reading: ReadingState
  /** Everything that the place holds. A save stream tells that at its end only: undefined until it was read. */
  readonly tree?: readonly PlatformNode[]
  readonly problems: readonly SourceProblem[]
  /** Damage at the same place in what belongs to no image that can be read there; absent: none was found. At most 100. */
  readonly damage?: readonly SourceProblem[]
}

/**
 * `ready`: all layers are indexed, nothing has to be read. `unread`: so many are not. `bytes`: what reading moves, an engine's save
 * included, where it can be known; `isAbout` when it is an estimate. `isAtLeast`: the bytes of the files alone, to which a tar adds
 * 512 to 2,000 for each of them.
 */
export type ReadingState =
  | { readonly type: 'ready' }
  | {
      readonly type: 'unread'
      readonly layers: number
      readonly bytes?: number
      readonly isAbout: boolean
      readonly isAtLeast?: true
    }

/** Of the job that reads layers. */
export type ReadReport = {
  readonly handle: string
  readonly name: string
  /** Layers read now, and those that were known before. */
  readonly read: number
  readonly known: number
  /** Bytes that came from the source. */
  readonly bytes: number
  readonly entries: number
  /** ms */
  readonly took: number
}

/** What a layer did to the files below it. */
export type ChangeCounts = {
  readonly added: number
  /** Other content, or another kind of thing. */
  readonly changed: number
  /** Same content; other mode, owner or time only. */
  readonly metadata: number
  readonly removed: number
}

/** One layer, bottom first. Bytes are of the tar's entries, unpacked: what waste is counted in. */
export type ContentLayer = {
  readonly position: number
  readonly diffId: string
  /** sha256 of the blob as stored, where the place has blobs. */
  readonly blobDigest?: string
  readonly storedBytes?: number
  /** Bytes of the files in it. */
  readonly bytes: number
  readonly entries: number
  readonly changes: ChangeCounts
  /** Bytes in it that the final filesystem does not show. */
  readonly wasted: number
  readonly instruction?: Instruction
  /** Other images of this engine that hold the very same layer on the same layers. */
  readonly sharedBy: number
  readonly isBase: boolean
  /** Entries that are not as they should be: see `LayerOddity`. */
  readonly oddities: number
}

/** A line of the Dockerfile that made an image, as far as the history tells. */
export type Instruction = {
  /** `RUN apt-get update && ...`, as one would write it: untrusted text. */
  readonly text: CutText
  readonly keyword: string
}

/** The history as a Dockerfile, oldest first. */
export type DockerfileLine = {
  readonly instruction: Instruction
  /** As recorded, when it says more than the instruction. */
  readonly createdBy: CutText
  readonly comment: string
  readonly created?: number
  /** Position of its layer; absent for a step that made none. */
  readonly layer?: number
  readonly bytes: number
  readonly files: number
  readonly isBase: boolean
}

export type ContentBase = {
  /** A local image's name, or what annotations and the history say; absent when only the line between is known. */
  readonly name?: string
  readonly layers: number
  readonly bytes: number
  readonly known: 'parent' | 'chain' | 'annotation' | 'history'
}

export type LayersView = {
  readonly layers: readonly ContentLayer[]
  readonly dockerfile: readonly DockerfileLine[]
  /** Absent when nobody can say where the base ends. */
  readonly base?: ContentBase
  readonly totals: {
    /** Of all layers. */
    readonly bytes: number
    readonly files: number
    /** What the final filesystem shows. */
    readonly visible: number
    readonly wasted: number
  }
  readonly problems: readonly SourceProblem[]
}

/** `stack`: all layers up to and including this one. `changes`: only what this one does. */
export type TreeMode = 'stack' | 'changes'
export type ChangeKind = 'added' | 'changed' | 'metadata' | 'removed'
export type TreeSort = 'name' | 'size'

export type TreeQuery = {
  readonly layer: number
  readonly mode: TreeMode
  readonly filter?: {
    /** Part of a name, case-insensitive; with a slash, part of a path; `*` and `?` as in a shell. */
    readonly name?: string
    readonly changes?: readonly ChangeKind[]
    /** Files of at least so many bytes. */
    readonly atLeast?: number
  }
  readonly sort: TreeSort
  /** Folders that are open: all but these, or only these (node numbers). A filter opens what it finds. */
  readonly open: { readonly all: boolean; readonly except: readonly number[] }
}

export type NodeKind = 'file' | 'folder' | 'symlink' | 'hardLink' | 'charDevice' | 'blockDevice' | 'fifo'

export type TreeRow = {
  /** Number of the path in this image: stable as long as the handle lives. */
  readonly node: number
  readonly depth: number
  /** Untrusted text; bytes that are no UTF-8 are shown as U+FFFD. */
  readonly name: string
  readonly kind: NodeKind
  /** Of a folder: what happened to it itself, else that something below it changed. */
  readonly change?: ChangeKind
  readonly hasChangeBelow?: boolean
  /** Bytes of the file; of a folder: all that is below, each hard-linked file once. */
  readonly bytes: number
  /** Files below a folder. */
  readonly files?: number
  readonly mode: number
  readonly uid: number
  readonly gid: number
  /** Seconds since the epoch. */
  readonly modified: number
  readonly target?: string
  /** Position of the layer that gives what is seen (or that removed it). */
  readonly layer: number
  readonly hasChildren: boolean
  readonly isOpen: boolean
}

export type TreeRows = {
  /** Rows of the whole list with these folders open. */
  readonly total: number
  readonly from: number
  readonly rows: readonly TreeRow[]
  /** Files and bytes that the filter lets through. */
  readonly files: number
  readonly bytes: number
}

/** Where a path is in a list of rows; -1 where it is not shown. `parents`: the folders to open for it, outermost first. */
export type RowFound = { readonly row: number; readonly parents: readonly number[] }

/** Whole path of a node and how it came to be. */
export type NodeDetails = {
  readonly path: string
  readonly row: TreeRow
  /** sha256 of the content, for files. */
  readonly digest?: string
  /** Every layer that has an entry for this path, bottom first. */
  readonly versions: readonly {
    readonly layer: number
    readonly kind: NodeKind | 'removed'
    readonly bytes: number
    readonly mode: number
    readonly uid: number
    readonly gid: number
    readonly modified: number
    readonly digest?: string
  }[]
  /** Other paths with the same inode. */
  readonly linkedFrom: readonly string[]
}

export type WasteCause =
  /** The same bytes again with another mode or owner: `chmod`/`chown` in a later layer. */
  | 'metadataChange'
  | 'packageLists'
  | 'packageCache'
  | 'buildTools'
  | 'developmentDependencies'
  | 'sources'
  | 'secrets'
  | 'deletedLater'
  | 'overwritten'
  | 'wholeContext'
  /** A step that installs dependencies, made anew with each change of the program: no waste of this image. */
  | 'installAfterSources'

/** What of a path tells that it is a secret, or what the program was built from. */
export type WasteReason =
  | 'sshKey'
  | 'privateKey'
  | 'keyStore'
  | 'environmentFile'
  | 'tokenFile'
  | 'passwordFile'
  | 'cloudAccess'
  | 'registryLogin'
  | 'clusterAccess'
  | 'stateFile'
  | 'repository'
  | 'systemSources'
  | 'buildFolder'
  | 'tests'
  | 'documents'
  | 'compiledSources'

export type WasteAdvice =
  | 'copyChmod'
  | 'oneRun'
  | 'cacheMount'
  | 'multiStage'
  | 'dockerignore'
  | 'manifestsFirst'
  | 'secretMount'

/** Something to change, with what it was measured to save. */
export type WasteFinding = {
  readonly cause: WasteCause
  readonly advice: WasteAdvice
  /** Bytes that would not be stored. Findings never count a byte twice among those with `isWaste`. */
  readonly bytes: number
  readonly files: number
  /** False: seen in the final filesystem, but hardly needed there (caches, build tools): not part of `waste`. */
  readonly isWaste: boolean
  /** `bytes` are what each rebuild stores anew: in no sum. `byLayer` is the copy whose change does that. */
  readonly isPerRebuild?: true
  /** Layer that stored the bytes, and the one that made them waste. */
  readonly layer: number
  readonly byLayer?: number
  /** Why the paths were taken for it, where the cause alone does not say that. */
  readonly reasons?: readonly WasteReason[]
  /** Files that name the dependencies, of `isPerRebuild`; at most 4. */
  readonly manifests?: readonly string[]
  /** Largest first, at most 20. */
  readonly examples: readonly { readonly path: string; readonly bytes: number; readonly node: number }[]
}

/** A path of which copies are stored that nobody sees. */
export type WasteOffender = {
  readonly node: number
  readonly path: string
  /** Entries with data, the visible one included. */
  readonly copies: number
  /** Bytes that stay in lower layers unseen. */
  readonly bytes: number
  /** Layers that hold unseen data of it, and those that replaced or removed it. */
  readonly storedIn: readonly number[]
  readonly hiddenBy: readonly number[]
  readonly ends: 'visible' | 'removed'
  readonly cause: WasteCause
}

/** The same content under several paths of the final filesystem: told apart, no part of waste. */
export type DuplicateContent = {
  readonly digest: string
  readonly bytes: number
  readonly copies: number
  readonly paths: readonly string[]
}

/** ADR: bytes stored that the final filesystem does not show. */
export type WasteReport = {
  readonly stored: number
  readonly visible: number
  readonly wasted: number
  /** 1 - wasted / stored; 1 for an image without bytes. */
  readonly share: number
  /** As dive counts it, for comparison: 0 to 1. */
  readonly diveEfficiency: number
  readonly diveWasted: number
  /** Most bytes first, at most 1,000. */
  readonly offenders: readonly WasteOffender[]
  readonly offenderCount: number
  readonly findings: readonly WasteFinding[]
  /** At most 200. */
  readonly duplicates: readonly DuplicateContent[]
  readonly duplicateBytes: number
}

/** Part of a file. `needsFetch`: its bytes have to come from the engine first (`contents.fetch`). */
export type FileView =
  | {
      readonly type: 'bytes'
      readonly path: string
      readonly size: number
      readonly from: number
      readonly bytes: Uint8Array
      /** Decided by its first bytes. */
      readonly isText: boolean
    }
  | {
      readonly type: 'needsFetch'
      readonly path: string
      readonly size: number
      readonly fetchBytes?: number
    }
  | { readonly type: 'noFile'; readonly path: string; readonly kind: NodeKind; readonly target?: string }

/** What was saved out of an image. Names are as in the image; untrusted text. */
export type SaveOutReport = {
  /** Of the folder or file that was written, without where it lies. */
  readonly name: string
  readonly files: number
  readonly folders: number
  readonly bytes: number
  /** At most 200 each. */
  readonly renamed: readonly { readonly path: string; readonly as: string }[]
  readonly renamedCount: number
  /** Links, devices: shown in the list, never made. */
  readonly leftOut: readonly { readonly path: string; readonly kind: NodeKind; readonly target?: string }[]
  readonly leftOutCount: number
}

/** `image`: the one that is open. `all`: what its place holds, with index and attestations, as it is there. */
export type CopyWhat = 'image' | 'all'

export type CopyReport = {
  readonly to: 'file' | 'engine'
  /** File name or reference. */
  readonly name: string
  readonly bytes: number
  /** Of one image; absent for all that a place holds. */
  readonly blobs?: number
  readonly took: number
}
