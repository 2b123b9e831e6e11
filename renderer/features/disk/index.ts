export { DiskPage } from './DiskPage'
export { treeOf } from './tree.logic'
