import type { TreeRowShape } from './types'

export type TreeMove =
  | { readonly type: 'to'; readonly row: number }
  | { readonly type: 'toggle'; readonly open: boolean }
  | { readonly type: 'parent' }
  | { readonly type: 'open' }

/** What a key does in a tree (ARIA treegrid, rows only); undefined when it is not about the tree. */
export function treeMove(
  key: string,
  at: number,
  row: TreeRowShape | undefined,
  list: { readonly count: number; readonly page: number },
): TreeMove | undefined {
  const to = (next: number): TreeMove => ({
    type: 'to',
    row: Math.max(0, Math.min(list.count - 1, next)),
  })
  switch (key) {
    case 'ArrowDown':
      return to(at + 1)
    case 'ArrowUp':
      return to(at - 1)
    case 'PageDown':
      return to(at + list.page)
    case 'PageUp':
      return to(at - list.page)
    case 'Home':
      return to(0)
    case 'End':
      return to(list.count - 1)
    case 'ArrowRight':
      if (row?.hasChildren !== true) return undefined
      return row.isOpen ? to(at + 1) : { type: 'toggle', open: true }
    case 'ArrowLeft':
      if (row === undefined) return undefined
      if (row.hasChildren && row.isOpen) return { type: 'toggle', open: false }
      return row.depth > 0 ? { type: 'parent' } : undefined
    case 'Enter':
      return { type: 'open' }
    default:
      return undefined
  }
}

/** The row that holds the one at `at`, among the rows at hand; undefined when it is not among them. */
export function parentOf(
  at: number,
  rowAt: (index: number) => Pick<TreeRowShape, 'depth'> | undefined,
): number | undefined {
  const depth = rowAt(at)?.depth ?? 0
  for (let i = at - 1; i >= 0; i--) {
    const row = rowAt(i)
    if (row === undefined) return undefined
    if (row.depth < depth) return i
  }
  return undefined
}
