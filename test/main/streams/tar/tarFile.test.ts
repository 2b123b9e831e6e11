import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { passingEntries } from '../../../../main/streams/tar/passingEntries'
import { fileHeader, filler, tarEnd } from '../../../../main/streams/tar/tarFile'
import { headerReader } from '../../../../main/streams/tar/tarHeader'
import { inPieces } from '../../archive/support'

const tarOf = (files: readonly (readonly [string, Buffer])[]) =>
  Buffer.concat([
    ...files.flatMap(([path, bytes]) => [fileHeader(path, bytes.length), bytes, filler(bytes.length)]),
    tarEnd,
  ])

describe('a tar that we write', () => {
  it('is read by GNU tar, names of any length included', () => {
    const long = `${'folder/'.repeat(30)}file`
    const files = ['a', 'x'.repeat(100), 'y'.repeat(101), long, 'ü'.repeat(60)].map(
      (path, at) => [path, Buffer.alloc(at * 300, path)] as const,
    )
    const listed = execFileSync('tar', ['-tvf', '-', '--quoting-style=literal'], {
      input: tarOf(files),
    }).toString()
    const found = listed
      .trim()
      .split('\n')
      .map((line) => [line.split(/ +/)[5], line.split(/ +/)[2]])
    expect(found).toEqual(files.map(([path, bytes]) => [path, String(bytes.length)]))
  })

  it('comes back as it was, by our own reader', async () => {
    const name = fc.stringMatching(/^[a-z0-9ü/]{1,300}$/).filter((path) => !path.includes('//'))
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(name, fc.uint8Array({ maxLength: 1_500 })), { maxLength: 5 }),
        fc.integer({ min: 1, max: 2_000 }),
        async (files, piece) => {
          const wanted = files.map(([path, bytes]) => [path, Buffer.from(bytes)] as const)
          const found: [string, Buffer][] = []
          for await (const entry of passingEntries(inPieces(tarOf(wanted), piece))) {
            const parts: Buffer[] = []
            for await (const chunk of entry.bytes) parts.push(chunk)
            found.push([entry.path, Buffer.concat(parts)])
          }
          expect(found).toEqual(wanted)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('can tell of a file beyond 8 GiB', () => {
    for (const size of [8_589_934_591, 8_589_934_592, 5_000_000_000_000]) {
      expect(headerReader().block(fileHeader('big', size))).toMatchObject({ head: { path: 'big', size } })
    }
  })
})
