import { expect, it } from 'vitest'
import {
  hexRow,
  hexRowCount,
  hexWindow,
  hexWindows,
} from '../../../renderer/features/contents/viewer/hex.logic'

it('prints a row as hexdump -C does', () => {
  expect(
    hexRow(
      0x1f0,
      Uint8Array.from({ length: 16 }, (_, i) => 0x3c + i),
    ),
  ).toEqual({
    offset: '000001f0',
    hex: '3c 3d 3e 3f 40 41 42 43  44 45 46 47 48 49 4a 4b',
    ascii: '<=>?@ABCDEFGHIJK',
  })
})

it('leaves room where the file ends, and dots for what is no letter', () => {
  const { hex, ascii } = hexRow(0, Uint8Array.from([0, 0x41, 0xff]))
  expect(hex).toBe(`00 41 ff${' '.repeat(40)}`)
  expect(ascii).toBe('.A.')
})

it('asks for the windows that are in sight', () => {
  expect(hexRowCount(17)).toBe(2)
  expect(hexRowCount(0)).toBe(0)
  expect(hexWindows(0, 40)).toEqual([0])
  expect(hexWindows(4_090, 4_120)).toEqual([0, hexWindow])
  expect(hexWindows(4_096, 4_120)).toEqual([hexWindow])
})
