export type DiffStep = {
  readonly change: 'same' | 'added' | 'removed'
  /** Place in the left list, for `same` and `removed`; in the right one for `same` and `added`. */
  readonly left?: number
  readonly right?: number
}

/** Cells of the table; longer lists are compared by what they have in common at both ends only. */
const maxCells = 4_000_000

/** Longest common subsequence, as a line diff shows it: removed ones before added ones. */
export function diffLines(left: readonly string[], right: readonly string[]): readonly DiffStep[] {
  const shorter = Math.min(left.length, right.length)
  let head = 0
  while (head < shorter && left[head] === right[head]) head += 1
  let tail = 0
  while (tail < shorter - head && left.at(-1 - tail) === right.at(-1 - tail)) tail += 1
  const pairs: [number, number][] = []
  for (let i = 0; i < head; i += 1) pairs.push([i, i])
  pairs.push(...middlePairs(left, right, head, tail))
  for (let i = tail; i > 0; i -= 1) pairs.push([left.length - i, right.length - i])
  return stepsOf(pairs, left.length, right.length)
}

function middlePairs(
  left: readonly string[],
  right: readonly string[],
  head: number,
  tail: number,
): [number, number][] {
  const rows = left.length - head - tail
  const columns = right.length - head - tail
  if (rows <= 0 || columns <= 0 || (rows + 1) * (columns + 1) > maxCells) return []
  const width = columns + 1
  // Longest common part of what is left from (row, column) on.
  const longest = new Uint32Array((rows + 1) * width)
  const at = (row: number, column: number) => longest[row * width + column] ?? 0
  for (let row = rows - 1; row >= 0; row -= 1) {
    for (let column = columns - 1; column >= 0; column -= 1) {
      const isSame = left[head + row] === right[head + column]
      longest[row * width + column] = isSame
        ? at(row + 1, column + 1) + 1
        : Math.max(at(row + 1, column), at(row, column + 1))
    }
  }
  const pairs: [number, number][] = []
  for (let row = 0, column = 0; row < rows && column < columns; ) {
    if (left[head + row] === right[head + column]) {
      pairs.push([head + row, head + column])
      row += 1
      column += 1
    } else if (at(row + 1, column) >= at(row, column + 1)) row += 1
    else column += 1
  }
  return pairs
}

function stepsOf(pairs: readonly [number, number][], leftCount: number, rightCount: number): DiffStep[] {
  const steps: DiffStep[] = []
  let left = 0
  let right = 0
  const upTo = (toLeft: number, toRight: number) => {
    for (; left < toLeft; left += 1) steps.push({ change: 'removed', left })
    for (; right < toRight; right += 1) steps.push({ change: 'added', right })
  }
  for (const [one, other] of pairs) {
    upTo(one, other)
    steps.push({ change: 'same', left, right })
    left += 1
    right += 1
  }
  upTo(leftCount, rightCount)
  return steps
}
