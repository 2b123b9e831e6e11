export { ContainerDialog } from './ContainerDialog'
export { RunDialog } from './RunDialog'
