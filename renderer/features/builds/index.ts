export { BuildJobView } from './BuildJobView'
export { BuildsPage } from './BuildsPage'
