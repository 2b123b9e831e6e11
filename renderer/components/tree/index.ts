export { TreeGrid } from './TreeGrid'
export type { TreeCursor } from './types'
export { useFixedRows } from './useFixedRows'
