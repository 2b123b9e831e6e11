/** The engine's data root as its file system has it. */
export type MeasuredRoot = {
  readonly root: string
  /** Bytes of whole blocks, folders and links too. */
  readonly disk: number
  /** Bytes in files. */
  readonly content: number
  readonly entries: number
  /** False: it holds more than was looked at, so all of it is "at least". */
  readonly complete: boolean
  /** Directly in the root, largest first. */
  readonly folders: readonly { readonly name: string; readonly disk: number; readonly content: number }[]
}

export type DiskMeasure =
  | { readonly type: 'measured'; readonly measured: MeasuredRoot }
  /** The engine is not on this machine, or keeps its data in a virtual machine. */
  | { readonly type: 'elsewhere' }
  /** It is here, and not ours to read. */
  | { readonly type: 'unreadable'; readonly root: string }
  /** Someone thought better of it. */
  | { readonly type: 'stopped' }
