export { CleanupPage } from './plan/CleanupPage'
export { PruneDialog } from './prune/PruneDialog'
export { RemoveDialog } from './remove/RemoveDialog'
export { TagDialog } from './tag/TagDialog'
