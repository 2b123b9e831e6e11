import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openPartFile } from '../../../main/files/partFile'
import { createPartRecords } from '../../../main/files/partRecords'

let folder = ''
let data = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'strata-parts-'))
  data = join(folder, 'data')
  mkdirSync(join(folder, 'out'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const out = (...names: string[]) => join(folder, 'out', ...names)
const outside = () => readdirSync(out()).sort()
const recordsNow = () => readdirSync(data)

describe('a file that gets its name when it is whole', () => {
  it('holds every byte in order, whatever the pieces', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 1_500_000 }), { maxLength: 8 }),
        async (lengths) => {
          const file = await openPartFile(out('a.tar'))
          const chunks = lengths.map((length, at) => Buffer.alloc(length, at + 1))
          for (const chunk of chunks) await file.write(chunk)
          await file.keep()
          expect(readFileSync(out('a.tar')).equals(Buffer.concat(chunks))).toBe(true)
          expect(outside()).toEqual(['a.tar'])
        },
      ),
      { numRuns: 12 },
    )
  })

  it('replaces what is there at the end only, through a link, and leaves it when dropped', async () => {
    writeFileSync(out('a.tar'), 'of before')
    symlinkSync(out('a.tar'), out('link.tar'))
    const dropped = await openPartFile(out('a.tar'))
    await dropped.write(Buffer.alloc(3_000_000))
    expect(readFileSync(out('a.tar'), 'utf8')).toBe('of before')
    await dropped.drop()
    expect(outside()).toEqual(['a.tar', 'link.tar'])
    const kept = await openPartFile(out('link.tar'))
    await kept.write(Buffer.from('new'))
    await kept.keep()
    await kept.drop()
    expect([outside(), readFileSync(out('a.tar'), 'utf8')]).toEqual([['a.tar', 'link.tar'], 'new'])
  })

  it('says why it can’t be, and leaves nothing', async () => {
    writeFileSync(out('file'), 'x')
    mkdirSync(out('folder.tar', 'full'), { recursive: true })
    const records = createPartRecords(data)
    for (const [path, reason] of [
      [out('no', 'such', 'a.tar'), 'ENOENT'],
      [out('file', 'a.tar'), 'ENOTDIR'],
    ] as const) {
      await expect(openPartFile(path, records)).rejects.toMatchObject({
        error: { code: 'FILE_WRITE_FAILED', params: { name: 'a.tar', reason } },
      })
    }
    const file = await openPartFile(out('folder.tar'), records)
    await file.write(Buffer.from('x'))
    await expect(file.keep()).rejects.toMatchObject({ error: { code: 'FILE_WRITE_FAILED' } })
    await file.drop()
    expect(outside()).toEqual(['file', 'folder.tar'])
    expect(recordsNow()).toEqual([])
  })
})

describe('what a killed app left', () => {
  it('is known while it is half written, and taken away at the next start', async () => {
    const records = createPartRecords(data)
    const kept = await openPartFile(out('kept.tar'), records)
    const killed = await openPartFile(out('killed.tar'), records)
    await killed.write(Buffer.alloc(3_000_000))
    expect(recordsNow()).toHaveLength(2)
    await kept.keep()
    expect(recordsNow()).toHaveLength(1)
    expect(outside()).toEqual(['kept.tar', expect.stringMatching(/^killed\.tar\.[0-9a-f]{12}\.part$/)])
    // The next start: the same folder, nothing remembered in memory.
    expect(await createPartRecords(data).clean()).toBe(1)
    expect([outside(), recordsNow()]).toEqual([['kept.tar'], []])
    expect(await createPartRecords(data).clean()).toBe(0)
    await killed.drop()
  })

  it('goes with all that is in it where it is a folder', async () => {
    const part = out('folder.0123456789ab.part')
    mkdirSync(join(part, 'a/b'), { recursive: true })
    writeFileSync(out('precious.tar'), 'x')
    symlinkSync(out('precious.tar'), join(part, 'a/link'))
    await createPartRecords(data).remember(`${part}/`)
    expect(await createPartRecords(data).clean()).toBe(1)
    expect([outside(), recordsNow()]).toEqual([['precious.tar'], []])
  })

  it('is never anything that we did not make, and waits for a disk that is away', async () => {
    mkdirSync(data)
    writeFileSync(out('precious.tar'), 'x')
    mkdirSync(out('folder.tar.0123456789ab.part'))
    const records = [
      out('precious.tar'),
      'relative.tar.0123456789ab.part',
      out('folder.tar.0123456789ab.part'),
      out('gone.tar.0123456789ab.part'),
      join(folder, 'away', 'x.tar.0123456789ab.part'),
      'x'.repeat(100_000),
    ]
    for (const [at, text] of records.entries()) writeFileSync(join(data, `${at}.txt`), text)
    expect(await createPartRecords(data).clean()).toBe(0)
    expect(outside()).toEqual(['folder.tar.0123456789ab.part', 'precious.tar'])
    expect(recordsNow()).toEqual(['4.txt'])
  })

  it('costs the record and not the work where the data folder can’t be written', async () => {
    writeFileSync(data, 'a file')
    const file = await openPartFile(out('a.tar'), createPartRecords(data))
    await file.write(Buffer.from('x'))
    await file.keep()
    expect(outside()).toEqual(['a.tar'])
    expect(await createPartRecords(data).clean()).toBe(0)
  })
})
