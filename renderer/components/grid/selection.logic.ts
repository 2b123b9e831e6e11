/** The cursor is where the keyboard is; checked rows are what an action takes. `anchor`: where a range began. */
export type GridSelection = {
  readonly cursor: string | undefined
  readonly anchor: string | undefined
  readonly checked: ReadonlySet<string>
}

export const emptySelection: GridSelection = { cursor: undefined, anchor: undefined, checked: new Set() }

/** The rows in their order, as keys. */
export type KeyList = {
  readonly count: number
  readonly keyAt: (index: number) => string | undefined
  readonly indexOf: (key: string) => number | undefined
}

function clamp(index: number, keys: KeyList): number {
  return Math.max(0, Math.min(keys.count - 1, index))
}

export function cursorIndex(selection: GridSelection, keys: KeyList): number | undefined {
  return selection.cursor === undefined ? undefined : keys.indexOf(selection.cursor)
}

/** To a row. With `extend`, everything between the anchor and the row is checked, and nothing else. */
export function moveTo(
  selection: GridSelection,
  keys: KeyList,
  index: number,
  extend: boolean,
): GridSelection {
  const key = keys.keyAt(clamp(index, keys))
  if (key === undefined) return selection
  if (!extend) return { ...selection, cursor: key, anchor: key }
  const anchor = selection.anchor ?? selection.cursor ?? key
  return { cursor: key, anchor, checked: new Set(between(keys, anchor, key)) }
}

function between(keys: KeyList, from: string, to: string): readonly string[] {
  const [a, b] = [keys.indexOf(from), keys.indexOf(to)]
  if (a === undefined || b === undefined) return [to]
  const found: string[] = []
  for (let i = Math.min(a, b); i <= Math.max(a, b); i++) {
    const key = keys.keyAt(i)
    if (key !== undefined) found.push(key)
  }
  return found
}

export function toggle(selection: GridSelection, key: string): GridSelection {
  const checked = new Set(selection.checked)
  if (!checked.delete(key)) checked.add(key)
  return { cursor: key, anchor: key, checked }
}

export function checkAll(selection: GridSelection, keys: KeyList): GridSelection {
  const checked = new Set<string>()
  for (let i = 0; i < keys.count; i++) {
    const key = keys.keyAt(i)
    if (key !== undefined) checked.add(key)
  }
  return { ...selection, checked }
}

export function clearChecked(selection: GridSelection): GridSelection {
  return selection.checked.size === 0 ? selection : { ...selection, checked: new Set() }
}

/** Without the rows that are gone. A cursor whose row is gone stays at its place: on the row that took it. */
export function prune(
  selection: GridSelection,
  before: KeyList,
  after: KeyList,
  isThere: (key: string) => boolean = (key) => after.indexOf(key) !== undefined,
): GridSelection {
  const kept = [...selection.checked].filter(isThere)
  const checked = kept.length === selection.checked.size ? selection.checked : new Set(kept)
  let cursor = selection.cursor
  if (cursor !== undefined && after.indexOf(cursor) === undefined) {
    const place = before.indexOf(cursor)
    cursor = place === undefined ? undefined : after.keyAt(clamp(place, after))
  }
  if (cursor === selection.cursor && checked === selection.checked) return selection
  return { cursor, anchor: cursor, checked }
}

/** All or none of some rows; the cursor stays. */
export function checkMembers(
  selection: GridSelection,
  members: readonly string[],
  check: boolean,
): GridSelection {
  const checked = new Set(selection.checked)
  for (const key of members) {
    if (check) checked.add(key)
    else checked.delete(key)
  }
  return { ...selection, checked }
}

/** Heads of groups are under the cursor, but never chosen themselves. */
export function withoutHeads(selection: GridSelection, isHead: (key: string) => boolean): GridSelection {
  const rows = [...selection.checked].filter((key) => !isHead(key))
  return rows.length === selection.checked.size ? selection : { ...selection, checked: new Set(rows) }
}

/** Where a key moves the cursor; undefined when the key is not about moving. */
export function targetOf(
  key: string,
  at: number | undefined,
  count: number,
  page: number,
): number | undefined {
  const from = at ?? -1
  switch (key) {
    case 'ArrowDown':
      return from + 1
    case 'ArrowUp':
      return at === undefined ? 0 : from - 1
    case 'PageDown':
      return Math.max(0, from) + page
    case 'PageUp':
      return Math.max(0, from) - page
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return undefined
  }
}
