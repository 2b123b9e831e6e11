import { execFileSync } from 'node:child_process'
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
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeCacheFile, writeFileSafely } from '../../../main/files/writeFileSafely'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'strata-write-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const canMount = process.platform === 'linux' && process.getuid?.() === 0 && mountWorks()

function mountWorks(): boolean {
  const probe = mkdtempSync(join(tmpdir(), 'strata-mount-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', probe], { stdio: 'ignore' })
    execFileSync('umount', [probe])
    return true
  } catch {
    return false
  } finally {
    rmSync(probe, { recursive: true, force: true })
  }
}

describe('writeCacheFile', () => {
  it('puts a whole file under its name and leaves nothing beside it', async () => {
    const path = join(folder, 'one.layer')
    writeFileSync(path, 'old, and longer than the new')
    await writeCacheFile(path, 'new')
    expect(readFileSync(path, 'utf8')).toBe('new')
    expect(readdirSync(folder)).toEqual(['one.layer'])
  })
})

describe('writeFileSafely', () => {
  it('replaces a file whole and leaves nothing beside it', async () => {
    const path = join(folder, 'list.csv')
    writeFileSync(path, 'old, and longer than the new')
    await writeFileSafely(path, 'new')
    expect([readFileSync(path, 'utf8'), readdirSync(folder)]).toEqual(['new', ['list.csv']])
  })

  it('keeps a link a link', async () => {
    writeFileSync(join(folder, 'real'), 'old')
    symlinkSync('real', join(folder, 'link'))
    await writeFileSafely(join(folder, 'link'), 'new')
    expect(readFileSync(join(folder, 'real'), 'utf8')).toBe('new')
  })

  it('says when the folder is not there', async () => {
    await expect(writeFileSafely(join(folder, 'none', 'a.csv'), 'x')).rejects.toMatchObject({
      error: { code: 'FILE_WRITE_FAILED', params: { name: 'a.csv', reason: 'ENOENT' }, retryable: true },
    })
  })

  it('leaves what was there when the name is taken by a folder', async () => {
    mkdirSync(join(folder, 'taken'))
    await expect(writeFileSafely(join(folder, 'taken'), 'x')).rejects.toMatchObject({
      error: { code: 'FILE_WRITE_FAILED' },
    })
    expect(readdirSync(folder)).toEqual(['taken'])
  })

  it.skipIf(!canMount)('says when the disk is full, and keeps the old file', async () => {
    const small = join(folder, 'small')
    mkdirSync(small)
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', small])
    try {
      const path = join(small, 'a')
      await writeFileSafely(path, 'old')
      await expect(writeFileSafely(path, 'x'.repeat(200_000))).rejects.toMatchObject({
        error: { code: 'FILE_DISK_FULL', params: { name: 'a', reason: 'ENOSPC' }, retryable: true },
      })
      expect([readFileSync(path, 'utf8'), readdirSync(small)]).toEqual(['old', ['a']])
    } finally {
      execFileSync('umount', [small])
    }
  })
})
