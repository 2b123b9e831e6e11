export { BuildsPage } from './BuildsPage'
