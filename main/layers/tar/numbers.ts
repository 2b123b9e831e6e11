const blank = 0x20

/**
 * A number of a header: octal digits with blanks or NULs around them, or base 256 in two's complement where the first bit
 * is set (GNU tar). Undefined for anything else. Beyond 2^53 it is only about right: whoever needs it exact asks.
 */
export function numberAt(block: Uint8Array, at: number, width: number): number | undefined {
  const first = block[at] ?? 0
  return (first & 0x80) === 0 ? octalAt(block, at, at + width) : base256At(block, at, at + width)
}

function octalAt(block: Uint8Array, from: number, end: number): number | undefined {
  let at = from
  while (at < end && (block[at] === blank || block[at] === 0)) at += 1
  let value = 0
  for (; at < end; at += 1) {
    const digit = (block[at] ?? 0) - 0x30
    if (digit < 0 || digit > 7) break
    value = value * 8 + digit
  }
  // Only blanks may follow, up to a NUL or the end of the field.
  for (; at < end && block[at] !== 0; at += 1) if (block[at] !== blank) return undefined
  return value
}

function base256At(block: Uint8Array, from: number, end: number): number {
  const first = block[from] ?? 0
  const isNegative = (first & 0x40) !== 0
  const flip = isNegative ? 0xff : 0
  let value = (first ^ flip) & 0x7f
  for (let at = from + 1; at < end; at += 1) value = value * 256 + ((block[at] ?? 0) ^ flip)
  return isNegative ? -value - 1 : value
}

/** Decimal digits, with a minus where it may have one, as PAX and sparse maps write them. */
export function decimalOf(text: string): number | undefined {
  if (!/^-?\d{1,20}$/.test(text)) return undefined
  return Number(text)
}

/** An owner as 32 bits: `-2` is what Linux makes of it (nobody), what does not fit becomes the highest. */
export function ownerOf(value: number): number {
  return value >= -0x8000_0000 && value <= 0xffff_ffff ? value >>> 0 : 0xffff_ffff
}
