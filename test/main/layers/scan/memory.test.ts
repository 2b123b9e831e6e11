import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundle } from '../../../../bench/lib/bundle.mjs'
import { aFile, layerTar, tarEntry } from '../../../builders/layerTar'

const folder = mkdtempSync(join(tmpdir(), 'strata-memory-'))
const code = join(folder, 'scan.mjs')
/** A million with STRATA_FULL=1. */
const entries = process.env.STRATA_FULL === '1' ? 1_000_000 : 100_000

beforeAll(async () => await bundle('bench/scan/entry.ts', code))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function scan(mode: string, path = ''): { readonly maxRss: number; readonly entries: number } {
  const out = execFileSync(process.execPath, ['bench/scan/main.mjs', code, mode, path], { encoding: 'utf8' })
  return JSON.parse(out)
}
const grownBy = (path: string) => scan('file', path).maxRss - scan('idle').maxRss

/** Empty files whose headers differ in their digits only: the checksum follows them. */
function manyFiles(count: number): Buffer {
  const header = tarEntry(aFile('usr/share/package/file-0000000'))
  const digits = header.indexOf('0000000')
  const sum = Number.parseInt(header.toString('latin1', 148, 154), 8) - 7 * 0x30
  const tar = Buffer.alloc((count + 2) * 512)
  for (let number = 0; number < count; number += 1) {
    const name = String(number).padStart(7, '0')
    header.write(name, digits)
    const more = Buffer.from(name).reduce((total, byte) => total + byte, 0)
    header.write((sum + more).toString(8).padStart(6, '0'), 148)
    header.copy(tar, number * 512)
  }
  return tar
}

describe('a scan takes at most 110 MB and 150 bytes an entry', () => {
  it('of 200 MB that came out of 0.2 MB', () => {
    const path = join(folder, 'bomb')
    writeFileSync(path, gzipSync(layerTar([aFile('zeros', Buffer.alloc(200_000_000))])))
    expect(grownBy(path)).toBeLessThan(110_000_000)
  })

  it(`of ${entries} entries`, { timeout: 120_000 }, () => {
    const path = join(folder, 'many')
    writeFileSync(path, manyFiles(entries))
    expect(scan('file', path).entries).toBe(entries)
    expect(grownBy(path)).toBeLessThan(110_000_000 + entries * 150)
  })
})
