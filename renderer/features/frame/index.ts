export { buildSources } from './buildSources'
export { chooseImageFile, openImageFile } from './chooseImage'
export * from './cleanupDraft'
export * from './compareSides'
export { type DialogRequest, type Dialogs, dialogs, useDialogs, useShownDialog } from './dialogs'
export {
  type BuildsPlace,
  type ContentsPlace,
  type ContentsTab,
  navigation,
  type Place,
  usePlace,
  type View,
} from './navigation'
export { openArchive } from './openArchive'
export { PageBoundary } from './PageBoundary'
export { keysFor } from './platform'
export { Sidebar } from './Sidebar'
export { useAppCommands } from './useAppCommands'
export { useLook } from './useLook'
export { useShortcuts } from './useShortcuts'
