/** Rows in one question. */
export const windowRows = 200

/** Beginnings of the windows that rows from `first` up to `last` lie in. */
export function windowsFor(first: number, last: number): readonly number[] {
  const begin = Math.max(0, Math.floor(first / windowRows)) * windowRows
  const starts = [begin]
  for (let from = begin + windowRows; from < last; from += windowRows) starts.push(from)
  return starts
}

type Window<R> = { readonly from: number; readonly rows: readonly R[] }

export function rowIn<R>(windows: readonly Window<R>[], index: number): R | undefined {
  for (const { from, rows } of windows) {
    const row = rows[index - from]
    if (index >= from && row !== undefined) return row
  }
  return undefined
}
