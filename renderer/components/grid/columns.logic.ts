export type ColumnWidth = {
  readonly key: string
  /** Least width in px; a column with `grow` takes what is left. */
  readonly width: number
  readonly grow?: boolean
  /** Columns with a low number go first when there is no room; undefined never goes. */
  readonly keep?: number
}

/** The columns that fit into a width, in their order. */
export function fitColumns<C extends ColumnWidth>(columns: readonly C[], width: number): readonly C[] {
  let shown = columns
  let total = sum(columns)
  while (width > 0 && total > width) {
    const least = shown.reduce<C | undefined>(
      (lowest, column) =>
        column.keep !== undefined && (lowest?.keep === undefined || column.keep < lowest.keep)
          ? column
          : lowest,
      undefined,
    )
    if (least === undefined) break
    shown = shown.filter((column) => column !== least)
    total = sum(shown)
  }
  return shown
}

function sum(columns: readonly ColumnWidth[]): number {
  return columns.reduce((total, column) => total + column.width, 0)
}

export function tracksOf(columns: readonly ColumnWidth[]): string {
  return columns
    .map((column) => (column.grow === true ? `minmax(${column.width}px, 1fr)` : `${column.width}px`))
    .join(' ')
}
