export { type BuildProgressProps, BuildProgressView } from './BuildProgressView'
