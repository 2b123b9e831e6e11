export const bytesInRow = 16
/** Bytes asked for at once; a whole number of rows. */
export const hexWindow = 65_536

export type HexRow = { readonly offset: string; readonly hex: string; readonly ascii: string }

export function hexRowCount(size: number): number {
  return Math.ceil(size / bytesInRow)
}

/** Beginnings of the windows that the rows from `first` up to `last` lie in. */
export function hexWindows(first: number, last: number): readonly number[] {
  const begin = Math.floor((first * bytesInRow) / hexWindow) * hexWindow
  const starts = [begin]
  for (let from = begin + hexWindow; from < last * bytesInRow; from += hexWindow) starts.push(from)
  return starts
}

/** One row as `hexdump -C` has it; `bytes` are those of the row. */
export function hexRow(offset: number, bytes: Uint8Array): HexRow {
  const digits = Array.from({ length: bytesInRow }, (_, i) => {
    const byte = bytes[i]
    return byte === undefined ? '  ' : byte.toString(16).padStart(2, '0')
  })
  return {
    offset: offset.toString(16).padStart(8, '0'),
    hex: `${digits.slice(0, 8).join(' ')}  ${digits.slice(8).join(' ')}`,
    ascii: Array.from(bytes, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join(
      '',
    ),
  }
}
