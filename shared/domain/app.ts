export type AppInfo = {
  readonly version: string
  readonly electron: string
  readonly platform: 'linux' | 'darwin' | 'win32'
  /** Data folder: settings, caches, logs. */
  readonly dataFolder: string
}

export type AppCommand =
  | { readonly type: 'openPalette' }
  | { readonly type: 'focusSearch' }
  | { readonly type: 'openSettings' }
  | { readonly type: 'openActivity' }
  | { readonly type: 'openArchive' }
  /** Opened to look inside, with no engine. */
  | { readonly type: 'openImageFile' }
  | { readonly type: 'openLayout' }
  | { readonly type: 'openRegistryImage' }
  | { readonly type: 'openCompare' }
