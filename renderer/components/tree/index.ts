export { TreeGrid } from './TreeGrid'
export type { TreeCursor, TreeRowShape } from './types'
export { useFixedRows } from './useFixedRows'
