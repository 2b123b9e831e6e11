/** What a tree needs to know of a row; the rest is for its columns. */
export type TreeRowShape = {
  readonly node: number
  /** 0 for the first level. */
  readonly depth: number
  readonly hasChildren: boolean
  readonly isOpen: boolean
}

/** Where the keyboard is: a place in the list, and who was there. */
export type TreeCursor = { readonly row: number; readonly node?: number | undefined }
