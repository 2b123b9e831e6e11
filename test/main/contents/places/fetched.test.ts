import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createFetchedFiles } from '../../../../main/contents/places/fetched'
import { inflateFile } from '../../../../main/contents/places/inflateFile'

const quiet = { signal: new AbortController().signal, progress: () => undefined }

function files(capBytes = 1_000) {
  const folder = mkdtempSync(join(tmpdir(), 'strata-fetched-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const cache = join(folder, 'cache')
  return { folder, cache, fetched: createFetchedFiles({ folder: cache, capBytes, inflate: inflateFile }) }
}

async function* bytesOf(...pieces: readonly string[]) {
  for (const piece of pieces) yield await Promise.resolve(Buffer.from(piece))
}

describe('whole images on the disk', () => {
  it('are found again by their key, after a restart too', async () => {
    const { cache, fetched } = files()
    expect(await fetched.pathOf('sha256:a')).toBeUndefined()
    expect(await fetched.keep('sha256:a', bytesOf('ab', 'c'), { ...quiet, expected: 3 })).toBe(3)
    const again = createFetchedFiles({ folder: cache, capBytes: 1_000, inflate: inflateFile })
    expect(readFileSync((await again.pathOf('sha256:a')) ?? '', 'utf8')).toBe('abc')
  })

  it('make room: what was used longest ago goes first', async () => {
    const { fetched } = files(10)
    for (const [at, key] of ['old', 'used', 'new'].entries()) {
      await fetched.keep(key, bytesOf('1234'), { ...quiet, expected: 4 })
      const path = await fetched.pathOf(key)
      if (path !== undefined && key !== 'new') utimesSync(path, 1_000 + at, 1_000 + at)
    }
    expect(await fetched.pathOf('old')).toBeUndefined()
    expect(await fetched.pathOf('used')).toBeDefined()
    expect(await fetched.pathOf('new')).toBeDefined()
  })

  it('that are larger than the cap are refused before anything is read', async () => {
    const { fetched } = files(10_000_000_000)
    const read = async function* () {
      yield await Promise.reject(new Error('was read'))
    }
    await expect(fetched.keep('big', read(), { ...quiet, expected: 12_340_000_000 })).rejects.toMatchObject({
      error: { code: 'CONTENTS_TOO_LARGE', params: { size: 12.3, limit: 10 } },
    })
  })

  it('leave nothing when they break off, are cancelled, or turn out larger than they said', async () => {
    const { cache, fetched } = files(5)
    const broken = async function* () {
      yield await Promise.resolve(Buffer.from('12'))
      throw new Error('the engine is gone')
    }
    await expect(fetched.keep('a', broken(), { ...quiet, expected: 4 })).rejects.toThrow('the engine is gone')
    const stop = new AbortController()
    const endless = async function* () {
      yield await Promise.resolve(Buffer.from('1'))
      stop.abort(new Error('given up'))
    }
    const asked = { signal: stop.signal, progress: () => undefined, expected: 1 }
    await expect(fetched.keep('b', endless(), asked)).rejects.toThrow('given up')
    await expect(fetched.keep('c', bytesOf('1234', '56'), { ...quiet, expected: 1 })).rejects.toMatchObject({
      error: { code: 'CONTENTS_TOO_LARGE' },
    })
    expect(readdirSync(cache)).toEqual([])
  })

  it('come out of a packed archive once', async () => {
    const { folder, fetched } = files()
    const path = join(folder, 'image.tar.gz')
    writeFileSync(path, gzipSync('the tar'))
    const first = await fetched.unpack(path, quiet)
    expect(first.bytes).toBe(7)
    expect(readFileSync(first.path, 'utf8')).toBe('the tar')
    expect(await fetched.unpack(path, quiet)).toEqual({ path: first.path, bytes: 0 })
  })
})
