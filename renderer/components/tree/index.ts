export { TreeGrid, type TreeGridProps } from './TreeGrid'
export { indentOf } from './treeKeys.logic'
export type { TreeCursor, TreeRowShape } from './types'
export { useFixedRows } from './useFixedRows'
