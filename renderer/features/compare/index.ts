export { ComparePage } from './ComparePage'
export { EngineImageDialog } from './EngineImageDialog'
