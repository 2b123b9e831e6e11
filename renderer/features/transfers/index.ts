export { PullDialog } from './pull/PullDialog'
export { PushDialog } from './push/PushDialog'
