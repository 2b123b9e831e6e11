import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tarOf } from '../../../scripts/sandbox/images/tar.mjs'
import { layoutOf, tarOfFiles, withDockerManifest } from '../../builders/ociLayout'
import { failureOf, fileIn, ownFolder, type ReadAll, readFile, readStream } from './support'

const folder = ownFolder()

describe('what is no image', () => {
  it('says so of anything else, by what is in it', async () => {
    const rootfs = tarOf(['bin', 'etc', 'usr'].map((name) => ({ name: `${name}/f`, content: 'x' })))
    const cases: [Buffer, string][] = [
      [Buffer.alloc(0), 'SOURCE_NO_IMAGE a.tar'],
      [Buffer.alloc(1_024), 'SOURCE_NO_IMAGE a.tar'],
      [Buffer.from('just some text'), 'SOURCE_NO_IMAGE a.tar'],
      [gzipSync(Buffer.from('just some text')), 'SOURCE_NO_IMAGE a.tar'],
      [gzipSync(Buffer.alloc(1_024)), 'SOURCE_NO_IMAGE a.tar'],
      [tarOf([{ name: 'file', content: 'x' }]), 'SOURCE_NO_IMAGE a.tar'],
      [rootfs, 'ARCHIVE_IS_ROOTFS a.tar'],
      [gzipSync(rootfs), 'ARCHIVE_IS_ROOTFS a.tar'],
      [Buffer.from('BZh9 and so on'), 'SOURCE_PACKING_UNKNOWN a.tar bzip2'],
      [tarOf([{ name: 'manifest.json', content: '{"name":"x"}' }]), 'SOURCE_DOCUMENT_INVALID manifest.json'],
      [tarOf([{ name: 'index.json', content: '[1' }]), 'SOURCE_DOCUMENT_INVALID index.json'],
    ]
    for (const [bytes, expected] of cases) {
      expect(await failureOf(readFile(fileIn(folder(), bytes, 'a.tar')))).toBe(expected)
    }
    expect(await failureOf(readFile(join(folder(), 'nothing')))).toBe('FILE_READ_FAILED nothing ENOENT')
    execFileSync('mkfifo', [join(folder(), 'pipe')])
    expect(await failureOf(readFile(join(folder(), 'pipe')))).toBe('FILE_READ_FAILED pipe UNKNOWN')
    const odd = join(folder(), 'odd')
    mkdirSync(odd)
    execFileSync('mkfifo', [join(odd, 'index.json')])
    expect(await failureOf(readFile(odd))).toBe('SOURCE_NOT_LAYOUT odd')
  })

  it('survives any damage: an error or an answer, and no hang', async () => {
    const layout = layoutOf([{ name: 'docker.io/library/a:1', layers: ['one', 'two'], packing: 'none' }])
    const bytes = tarOfFiles(withDockerManifest(layout, [{ tags: ['a:1'], layers: ['one', 'two'] }]))
    const settle = async (reading: Promise<ReadAll>) => {
      const text = await failureOf(reading)
      expect(text).toMatch(/^(?:nothing failed|SOURCE_|ARCHIVE_)/)
    }
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        fc.nat(bytes.length),
        async (flips, length) => {
          const broken = Buffer.from(bytes)
          for (const [at, value] of flips) broken[at] = value
          const cut = length % 3 === 0 ? broken.subarray(0, length) : broken
          await settle(readFile(fileIn(folder(), cut)))
          await settle(readStream(cut))
          await settle(readFile(fileIn(folder(), gzipSync(cut))))
        },
      ),
      { numRuns: process.env.STRATA_FULL === undefined ? 100 : 3_000 },
    )
  })
})
