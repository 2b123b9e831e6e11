export { LoadDialog } from './load/LoadDialog'
export { PullDialog } from './pull/PullDialog'
export { PushDialog } from './push/PushDialog'
export { SaveDialog } from './save/SaveDialog'
