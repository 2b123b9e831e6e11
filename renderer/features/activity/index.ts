export { ActivityBar } from './ActivityBar'
export { ActivityPage } from './ActivityPage'
