import { describe, expect, it } from 'vitest'
import type { LayerIndex } from '../../../../main/layers/layerIndex'
import { defaultLimits, LimitReached } from '../../../../main/layers/scan/limits'
import { decodeIndex } from '../../../../main/layers/store/decodeIndex'
import { encodeIndex } from '../../../../main/layers/store/encodeIndex'
import { TarInvalid } from '../../../../main/layers/tar/tarInvalid'
import { cpuTime } from '../../../builders/cpuTime'
import { indexOfTar } from '../../../builders/layerIndex'
import {
  aFile,
  aFolder,
  aHardLink,
  anOldSparseFile,
  anOpaqueMarker,
  aPaxSparseFile,
  aSymlink,
  aWhiteout,
  layerTar,
  type Piece,
  paxHeader,
} from '../../../builders/layerTar'
import { randomOf } from '../../../engine/support/random'

/** 10^5 mutated tars with STRATA_FULL=1; else as many as five seconds take. STRATA_SEED starts elsewhere. */
const isFull = process.env.STRATA_FULL === '1'
const cases = isFull ? 100_000 : 20_000
const timeBoxMs = isFull ? 1_200_000 : 5_000
const firstSeed = Number(process.env.STRATA_SEED ?? 1)
const slowestMs = 2_000

const limits = { ...defaultLimits, bytes: 200_000_000, entries: 10_000, nameBytes: 2_000_000 }
const pieces: readonly Piece[] = [
  [10, 'abc'],
  [2_000, 'defg'],
]
const seeds: readonly Buffer[] = [
  layerTar([
    aFolder('a'),
    aFile('a/b', 'x'.repeat(700)),
    aHardLink('c', 'a/b'),
    aSymlink('d', '../x'),
    aWhiteout('e'),
  ]),
  layerTar([
    aFile('deep/'.repeat(60), 'x', { gnuLong: true }),
    aSymlink('l', 'far/'.repeat(60), { gnuLong: true }),
    anOpaqueMarker('o'),
  ]),
  layerTar([
    paxHeader([['mtime', '5']], 'g'),
    aFile('p', 'x'.repeat(30), {
      size: 0,
      pax: [
        ['path', 'ä'.repeat(90)],
        ['size', '30'],
        ['uid', '9999999'],
        ['mtime', '1.5'],
      ],
    }),
  ]),
  layerTar([
    anOldSparseFile(
      's',
      90_000,
      Array.from({ length: 30 }, (_, i): Piece => [i * 3_000, `piece ${i}`]),
    ),
    aPaxSparseFile('t', 3_000, pieces, '0.0'),
  ]),
  layerTar([aPaxSparseFile('u', 3_000, pieces, '0.1'), aPaxSparseFile('v', 3_000, pieces, '1.0')]),
  layerTar([
    aFile('n', 'x', { base256: true, uid: 3_000_000, mtime: -1 }),
    aFile('../../o', 'x'),
    aFile('/abs', 'y'),
  ]),
]

type Random = ReturnType<typeof randomOf>

/** Some bytes flipped, cut out, put in, doubled, or a header changed so that its checksum fits again. */
function mutated(random: Random): Buffer {
  let tar: Buffer = Buffer.from(random.pick(seeds))
  for (let step = 1 + random.below(4); step > 0; step -= 1) {
    const at = random.below(tar.length)
    const kind = random.below(6)
    if (kind === 0) tar[at] = random.below(256)
    else if (kind === 1) tar = Buffer.concat([tar.subarray(0, at), tar.subarray(at + random.below(1_024))])
    else if (kind === 2) {
      const block = at - (at % 512)
      tar = Buffer.concat([tar.subarray(0, block), random.pick(seeds), tar.subarray(block)])
    } else if (kind === 3) tar = tar.subarray(0, at)
    else changeHeader(tar, at - (at % 512), random)
    if (tar.length === 0) return tar
  }
  return tar
}

const fields = [0, 100, 108, 116, 124, 124, 124, 136, 156, 156, 157, 257, 345, 386, 398, 482, 483]
const values = [
  '77777777777',
  '-1',
  '\x80\x7f',
  '\xff\xff\xff\xff',
  '00000000000',
  '1',
  'g',
  'x',
  'L',
  'S',
  '\0',
  '9 9',
  '../..',
  '5',
  'K',
]

function changeHeader(tar: Buffer, block: number, random: Random): void {
  if (block + 512 > tar.length) return
  tar.write(random.pick(values), block + random.pick(fields), 'latin1')
  tar.fill(' ', block + 148, block + 156)
  let sum = 0
  for (const byte of tar.subarray(block, block + 512)) sum += byte
  tar.write(`${sum.toString(8).padStart(6, '0')}\0 `, block + 148, 'latin1')
}

function readAs(tar: Buffer, pieceBytes: number): LayerIndex | string {
  try {
    return indexOfTar(tar, pieceBytes, limits)
  } catch (error) {
    if (error instanceof TarInvalid || error instanceof LimitReached) return error.message
    throw error
  }
}

describe('a tar that was changed at random', () => {
  it('is listed or refused, the same whole and in pieces, soon, and what is listed is sound', {
    timeout: timeBoxMs + 60_000,
  }, () => {
    const end = performance.now() + timeBoxMs
    let done = 0
    let listed = 0
    let slowest = 0
    for (let seed = firstSeed; done < cases && performance.now() < end; seed += 1) {
      const random = randomOf(seed)
      const tar = mutated(random)
      const start = cpuTime()
      const whole = readAs(tar, Math.max(1, tar.length))
      slowest = Math.max(slowest, cpuTime() - start)
      const again = readAs(tar, 1 + random.below(1_000))
      if (typeof whole === 'string' || typeof again === 'string') expect([seed, again]).toEqual([seed, whole])
      else {
        listed += 1
        // The store's own check of every number, over an independent second reading.
        expect([seed, decodeIndex(encodeIndex(whole), whole.diffId)]).toEqual([seed, again])
      }
      done += 1
    }
    if (isFull) expect(done).toBe(cases)
    else expect(done).toBeGreaterThan(100)
    // Both happen, so both are looked at.
    expect(listed).toBeGreaterThan(done / 50)
    expect(listed).toBeLessThan(done)
    expect(slowest).toBeLessThan(slowestMs)
  })
})
