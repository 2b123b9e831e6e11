import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { AppFailure } from '@shared/errors'
import { afterAll, describe, expect, it } from 'vitest'
import {
  type ScanOptions,
  type ScanResult,
  scanLayer,
  scanLayerFile,
} from '../../../../main/layers/scan/scanLayer'
import { verifyScan } from '../../../../main/layers/scan/verifyScan'
import { aFile, aFolder, aPaxSparseFile, layerTar } from '../../../builders/layerTar'
import { listingOf } from '../../../builders/listing'
import { skippableFrame, zstdFrame, zstdOf } from '../../../builders/zstd'

const folder = mkdtempSync(join(tmpdir(), 'strata-scan-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const digestOf = (bytes: Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`

async function* piecesOf(bytes: Uint8Array, size = 65_536): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield Uint8Array.from(bytes.subarray(at, at + size))
}
const options = (over: Partial<ScanOptions> = {}): ScanOptions => ({
  signal: new AbortController().signal,
  blob: 'layer',
  ...over,
})
const scan = async (bytes: Uint8Array, over: Partial<ScanOptions> = {}): Promise<ScanResult> =>
  await scanLayer(piecesOf(bytes), options(over))

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  const error: unknown = await work.then(
    () => 'no failure',
    (reason: unknown) => reason,
  )
  return error instanceof AppFailure ? error.error : error
}

const content = randomBytes(3_000_000)
const tar = layerTar([aFolder('a'), aFile('a/big', content), aFile('a/small', 'small')])

describe.each([
  ['a plain layer', 'none', tar],
  ['a gzip', 'gzip', gzipSync(tar)],
  [
    'two gzip members',
    'gzip',
    Buffer.concat([gzipSync(tar.subarray(0, 9_000)), gzipSync(tar.subarray(9_000))]),
  ],
  ['a zstd', 'zstd', zstdOf(tar)],
  ['a zstd behind a frame to skip', 'zstd', Buffer.concat([skippableFrame(Buffer.from('toc')), zstdOf(tar)])],
] as const)('%s', (name, packing, stored) => {
  const path = join(folder, name)
  writeFileSync(path, Buffer.concat([Buffer.from('before'), stored, Buffer.from('after')]))

  it.each([
    ['as a stream', async () => await scan(stored)],
    ['in small pieces', async () => await scanLayer(piecesOf(stored, 1_111), options())],
    ['in a file', async () => await scanLayerFile({ path, offset: 6, length: stored.length }, options())],
  ])('%s has all its digests', async (_, work) => {
    const result = await work()
    expect(result).toMatchObject({ packing, storedBytes: stored.length, storedDigest: digestOf(stored) })
    expect(result.index).toMatchObject({ diffId: digestOf(tar), tarBytes: tar.length, oddities: [] })
    expect(listingOf(result.index).map(({ path: name, digest }) => [name, `sha256:${digest}`])).toEqual([
      ['a', `sha256:${'0'.repeat(64)}`],
      ['a/big', digestOf(content)],
      ['a/small', digestOf(Buffer.from('small'))],
    ])
  })
})

describe('digests that were wanted', () => {
  it('are compared with those that were found', async () => {
    const stored = gzipSync(tar)
    const result = await scan(stored)
    const right = { blob: 'b', diffId: digestOf(tar), digest: digestOf(stored), storedBytes: stored.length }
    expect(() => verifyScan(result, right)).not.toThrow()
    expect(() => verifyScan(result, { blob: 'b' })).not.toThrow()
    const wrong = [{ diffId: digestOf(stored) }, { digest: digestOf(tar) }, { storedBytes: 1 }]
    for (const one of wrong) {
      expect(() => verifyScan(result, { ...right, ...one })).toThrow('SOURCE_DIGEST_MISMATCH')
    }
  })
})

describe('a layer that cannot be read', () => {
  const cut = tar.subarray(0, 2_000_000)
  it.each([
    ['of random bytes', randomBytes(4_000), { code: 'LAYER_PACKING_UNKNOWN' }],
    ['packed with xz', Buffer.from('fd377a585a000004e6d6b446', 'hex'), { code: 'LAYER_TAR_INVALID' }],
    ['of few bytes', Buffer.from('tar'), { code: 'LAYER_TAR_INVALID' }],
    [
      'that is cut',
      cut,
      { code: 'LAYER_TAR_INVALID', params: { blob: 'layer', reason: 'it ends in the middle of an entry' } },
    ],
    [
      'whose gzip is cut',
      gzipSync(tar).subarray(0, 9_000),
      { code: 'LAYER_PACKING_DAMAGED', params: { blob: 'layer', packing: 'gzip' } },
    ],
    [
      'whose zstd is cut',
      zstdOf(tar).subarray(0, 9_000),
      { code: 'LAYER_PACKING_DAMAGED', params: { blob: 'layer', packing: 'zstd' } },
    ],
    ['that is a gzip in a gzip', gzipSync(gzipSync(tar)), { code: 'LAYER_PACKING_UNKNOWN' }],
  ])('%s', async (_, bytes, error) => {
    expect(await failureOf(scan(bytes))).toMatchObject(error)
  })

  it('in a file that is gone or too short', async () => {
    const path = join(folder, 'short')
    writeFileSync(path, tar.subarray(0, 1_000))
    const of = async (part: Parameters<typeof scanLayerFile>[0]) =>
      await failureOf(scanLayerFile(part, options()))
    expect(await of({ path, offset: 0, length: tar.length })).toMatchObject({ code: 'SOURCE_TRUNCATED' })
    expect(await of({ path: join(folder, 'none'), offset: 0, length: 9 })).toMatchObject({
      code: 'FILE_READ_FAILED',
    })
  })

  it('fails with what its source throws', async () => {
    const source = async function* () {
      yield tar.subarray(0, 700_000)
      throw new RangeError('the line is cut')
    }
    expect(await failureOf(scanLayer(source(), options()))).toEqual(new RangeError('the line is cut'))
  })
})

describe('an abort', () => {
  it.each([
    ['before', 0],
    ['after some progress', 2],
  ])('%s rejects with its reason and closes the source', async (_, after) => {
    const control = new AbortController()
    let isClosed = false
    let seen = 0
    const endless = async function* () {
      try {
        for (let at = 0; ; at = (at + 65_536) % 2_900_000) yield tar.subarray(at, at + 65_536)
      } finally {
        isClosed = true
      }
    }
    if (after === 0) control.abort(new Error('stop'))
    const progress = () => {
      seen += 1
      if (seen === after) control.abort(new Error('stop'))
    }
    const work = scanLayer(endless(), options({ signal: control.signal, progress }))
    await expect(work).rejects.toThrow('stop')
    if (after > 0) await expect.poll(() => isClosed).toBe(true)
  })

  it('ends the wait for a source that gives nothing', async () => {
    const control = new AbortController()
    const silent = async function* () {
      yield tar.subarray(0, 5_000)
      await new Promise(() => {})
    }
    const work = scanLayer(
      silent(),
      options({ signal: control.signal, progress: () => control.abort(new Error('stop')) }),
    )
    await expect(work).rejects.toThrow('stop')
  })
})

describe('limits', () => {
  const code = async (bytes: Uint8Array, limits: ScanOptions['limits']) =>
    await failureOf(scan(bytes, { limits }))
  const many = layerTar(Array.from({ length: 50 }, (_, i) => aFile(`file-${i}`)))

  it.each([
    ['bytes of the tar', tar, { bytes: 1_000_000 }, 'LAYER_LIMIT_BYTES', 'bytes'],
    ['bytes of holes', layerTar([aPaxSparseFile('s', 2 ** 50, [], '1.0')]), {}, 'LAYER_LIMIT_BYTES', 'bytes'],
    ['entries', many, { entries: 49 }, 'LAYER_LIMIT_ENTRIES', 'entries'],
    ['names', many, { nameBytes: 1_000 }, 'LAYER_LIMIT_NAMES', 'nameBytes'],
    [
      'ratio',
      gzipSync(layerTar([aFile('z', Buffer.alloc(9_000_000))])),
      { ratioFrom: 1_000_000 },
      'LAYER_LIMIT_RATIO',
      'ratio',
    ],
    [
      'ratio of zstd',
      zstdFrame(Array.from({ length: 99 }, () => ({ byte: 0, times: 131_072 }))),
      { ratioFrom: 1_000_000 },
      'LAYER_LIMIT_RATIO',
      'ratio',
    ],
  ] as const)('of %s', async (_, bytes, limits, error, limit) => {
    expect(await code(bytes, limits)).toMatchObject({ code: error, params: { blob: 'layer', limit } })
  })

  it('can be raised', async () => {
    const limits = { ratioFrom: 1_000_000, ratio: 2_000 }
    await expect(
      scan(gzipSync(layerTar([aFile('z', Buffer.alloc(9_000_000))])), { limits }),
    ).resolves.toBeDefined()
  })

  it('let others work while a hole of 1 GB passes', async () => {
    let turns = 0
    const bytes = layerTar([aPaxSparseFile('s', 1_000_000_000, [], '1.0')])
    const { index } = await scan(bytes, { progress: () => (turns += 1) })
    expect(index.entries.size[0]).toBe(1_000_000_000)
    expect(turns).toBeGreaterThan(10)
  })
})

it('progress tells stored and unpacked bytes and entries', async () => {
  const stored = gzipSync(tar)
  let last: unknown
  await scan(stored, { progress: (now) => (last = now) })
  expect(last).toEqual({ stored: stored.length, unpacked: tar.length, entries: 3 })
})
