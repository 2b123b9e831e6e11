import { type RefObject, useState } from 'react'
import { useSize } from '../useWidth'
import { layoutRows, type RowsLayout, scrollFor } from './fixedRows.logic'

/** Before the first measure, and where nothing is laid out. px */
const firstView = 800

export type FixedRows = RowsLayout & {
  readonly width: number
  readonly view: number
  readonly onScroll: () => void
  readonly reveal: (row: number) => void
}

/** `header`: height of what stays on top of the rows in the same scroller. px */
export function useFixedRows(
  scroller: RefObject<HTMLElement | null>,
  rows: { readonly count: number; readonly rowHeight: number; readonly header: number },
): FixedRows {
  const { width, height } = useSize(scroller)
  const [top, setTop] = useState(0)
  const view = height === 0 ? firstView : Math.max(rows.rowHeight, height - rows.header)
  const asked = { count: rows.count, rowHeight: rows.rowHeight, view }
  return {
    ...layoutRows({ ...asked, top: Math.min(top, Math.max(0, rows.count * rows.rowHeight - view)) }),
    width,
    view,
    onScroll: () => setTop(scroller.current?.scrollTop ?? 0),
    reveal: (row) => {
      const box = scroller.current
      if (box === null) return
      const next = scrollFor(row, { ...asked, top: box.scrollTop })
      if (next !== undefined) box.scrollTo({ top: next })
    },
  }
}
