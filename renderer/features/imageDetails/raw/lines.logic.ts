/** A row of the view: a whole line of the text, or a part of one that is too long for the view. */
export type TextRow = { readonly line: number; readonly start: number; readonly end: number }

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff
}

/** Cuts lines to `columns` so that one line of 64 KiB costs no more on screen than a short one. */
export function wrapLines(lines: readonly string[], columns: number): readonly TextRow[] {
  const width = Math.max(8, Math.floor(columns))
  const rows: TextRow[] = []
  lines.forEach((text, line) => {
    let start = 0
    do {
      let end = Math.min(text.length, start + width)
      if (end < text.length && isHighSurrogate(text.charCodeAt(end - 1))) end -= 1
      rows.push({ line, start, end })
      start = end
    } while (start < text.length)
  })
  return rows
}

/** Rows are in order of (line, start): the row that shows a place, by halving. */
export function rowOfPlace(rows: readonly TextRow[], line: number, column: number): number {
  let low = 0
  let high = rows.length - 1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    const row = rows[middle]
    if (row === undefined) return 0
    if (row.line < line || (row.line === line && row.start <= column)) low = middle
    else high = middle - 1
  }
  return low
}

export type Segment = { readonly text: string; readonly hit: 'none' | 'match' | 'current' }
