export { DataGrid, type DataGridProps, type GridHandle } from './DataGrid'
export { clearChecked, emptySelection, type GridSelection } from './selection.logic'
export type { GridColumn, GridGroups, GridSort } from './types'
