/**
 * The longest limit, up to `most`, at which all texts together take at most `budget` characters; never under `least`.
 * Short texts leave what they don't need to the long ones.
 */
export function fairLimit(
  lengths: readonly number[],
  budget: number,
  { most, least }: { readonly most: number; readonly least: number },
): number {
  const sorted = [...lengths].sort((a, b) => a - b)
  let left = budget
  for (const [i, length] of sorted.entries()) {
    const share = Math.floor(left / (sorted.length - i))
    if (length > share) return Math.max(least, Math.min(most, share))
    left -= length
  }
  return most
}
