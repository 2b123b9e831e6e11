/** Chromium lays out boxes up to 2^25 px high; beyond this the way to scroll is shortened. px */
const tallest = 30_000_000
const overscan = 8

export type RowsLayout = {
  /** Height of the box that scrolls. px */
  readonly body: number
  /** Rows that are mounted: `first` to `last`, not including `last`. */
  readonly first: number
  readonly last: number
  /** At least as many as can be mounted in this view, wherever it is scrolled to. */
  readonly slots: number
  /** Where the first of them begins in the box. px */
  readonly start: number
}

type Asked = {
  readonly count: number
  readonly rowHeight: number
  /** Height in which rows are seen, and how far it is scrolled. px */
  readonly view: number
  readonly top: number
}

/** Rows of one height each: which are in sight, and where they lie. A million rows and more scroll by a shortened way. */
export function layoutRows({ count, rowHeight, view, top }: Asked): RowsLayout {
  const real = count * rowHeight
  const body = Math.min(real, tallest)
  const offset = Math.max(0, top) * ratioOf(real, body, view)
  const first = Math.max(0, Math.min(count, Math.floor(offset / rowHeight) - overscan))
  const last = Math.min(count, Math.ceil((offset + view) / rowHeight) + overscan)
  const slots = Math.ceil(view / rowHeight) + 2 * overscan + 1
  return { body, first, last: Math.max(first, last), slots, start: top + first * rowHeight - offset }
}

/** How far to scroll so that a row is in sight; undefined when it is. */
export function scrollFor(row: number, { count, rowHeight, view, top }: Asked): number | undefined {
  const real = count * rowHeight
  const ratio = ratioOf(real, Math.min(real, tallest), view)
  const offset = top * ratio
  const begin = row * rowHeight
  if (begin < offset) return begin / ratio
  const end = begin + rowHeight - view
  return end > offset ? Math.max(0, end) / ratio : undefined
}

function ratioOf(real: number, body: number, view: number): number {
  return real <= body || body <= view ? 1 : (real - view) / (body - view)
}
