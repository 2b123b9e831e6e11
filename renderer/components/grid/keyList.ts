import type { KeyList } from './selection.logic'

/** Positions are counted only when someone asks for one: most renders do not. */
export function keyListOf<R>(rows: readonly R[], keyOf: (row: R) => string): KeyList {
  let places: Map<string, number> | undefined
  const placesOf = (): Map<string, number> => {
    places ??= new Map(rows.map((row, index) => [keyOf(row), index]))
    return places
  }
  return {
    count: rows.length,
    keyAt: (index) => {
      const row = rows[index]
      return row === undefined ? undefined : keyOf(row)
    },
    indexOf: (key) => placesOf().get(key),
  }
}
