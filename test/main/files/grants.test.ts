import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AppFailure } from '@shared/errors'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createGrants } from '../../../main/files/grants'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'strata-grants-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function file(name: string, text = ''): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

function refusal(work: () => unknown): unknown {
  try {
    work()
  } catch (error) {
    return error instanceof AppFailure ? error.error.code : error
  }
  return undefined
}

describe('grants', () => {
  it('name a file without its folder, and find its path again', async () => {
    const grants = createGrants()
    const path = file('Dockerfile', 'FROM x')
    const issued = await grants.issue(path)
    expect(issued).toEqual({
      grant: expect.stringMatching(/^[\w-]{24}$/),
      name: 'Dockerfile',
      kind: 'file',
      size: 6,
    })
    expect(grants.find(issued?.grant ?? '')).toEqual({ path, kind: 'file' })
    expect(await grants.describe(issued?.grant ?? '')).toEqual(issued)
  })

  it('are of the file that a link points at', async () => {
    const grants = createGrants()
    mkdirSync(join(folder, 'context'))
    symlinkSync(join(folder, 'context'), join(folder, 'link'))
    expect(await grants.issue(join(folder, 'link'))).toMatchObject({ name: 'link', kind: 'folder' })
  })

  it.each(['', 'made-up', '/etc/passwd', '__proto__', 'A'.repeat(24)])('do not exist for %j', (grant) => {
    expect(refusal(() => createGrants().find(grant))).toBe('GRANT_UNKNOWN')
  })

  it('end when they are released, and when the file is gone', async () => {
    const grants = createGrants()
    const path = file('a.tar')
    const first = (await grants.issue(path))?.grant ?? ''
    expect([grants.release(first), grants.release(first)]).toEqual([true, false])
    expect(refusal(() => grants.find(first))).toBe('GRANT_UNKNOWN')
    const second = (await grants.issue(path))?.grant ?? ''
    rmSync(path)
    await expect(grants.describe(second)).rejects.toMatchObject({ error: { code: 'GRANT_UNKNOWN' } })
  })

  it('differ each time, and the oldest of more than a thousand gives way', async () => {
    const grants = createGrants()
    const path = file('a')
    const issued: string[] = []
    for (let n = 0; n < 1_001; n += 1) issued.push((await grants.issue(path))?.grant ?? '')
    expect(new Set(issued).size).toBe(1_001)
    expect(refusal(() => grants.find(issued[0] ?? ''))).toBe('GRANT_UNKNOWN')
    expect(grants.find(issued[1] ?? '').path).toBe(path)
  })

  it.skipIf(process.platform === 'win32')('of a drop leave out what is neither file nor folder', async () => {
    const pipe = join(folder, 'pipe')
    execFileSync('mkfifo', [pipe])
    const drop = await createGrants().issueAll([
      file('a'),
      folder,
      pipe,
      join(folder, 'none'),
      'relative',
      7,
      '/a\0b',
    ])
    expect(drop.items.map(({ kind }) => kind)).toEqual(['file', 'folder'])
    expect(drop.refused).toBe(5)
  })

  it('of a drop are at most 64, and none for what is no list', async () => {
    const path = file('a')
    const many = await createGrants().issueAll(Array.from({ length: 65 }, () => path))
    expect([many.items.length, many.refused]).toEqual([64, 1])
    expect(await createGrants().issueAll({ length: 1e9, 0: path })).toEqual({ items: [], refused: 0 })
  })
})
