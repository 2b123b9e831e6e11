export { CleanupPage } from './plan/CleanupPage'
export { RemoveDialog } from './remove/RemoveDialog'
export { TagDialog } from './tag/TagDialog'
