/** A file or folder of the user's that main lets the page act on; its path stays in main. */
export type FileGrant = {
  readonly grant: string
  /** Last part of the path: untrusted text. */
  readonly name: string
  readonly kind: 'file' | 'folder'
  /** Bytes of a file. */
  readonly size?: number
}

/** `file` is absent when the user thought better of it. */
export type ChosenFile = { readonly file?: FileGrant }

export type FilesDrop = {
  readonly items: readonly FileGrant[]
  /** Dropped things that got no grant: unreadable, neither file nor folder, or more than the limit. */
  readonly refused: number
}
