export { ActivityBar } from './ActivityBar'
export { ActivityPage } from './ActivityPage'
export { JobDetail } from './JobDetail'
export { JobList } from './JobList'
