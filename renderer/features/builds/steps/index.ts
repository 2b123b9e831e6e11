export { type BuildProgressProps, BuildProgressView } from './BuildProgressView'
export type { BuildState } from './steps.logic'
