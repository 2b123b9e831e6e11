import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openLog } from '../../../main/platform/log'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'strata-log-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const lines = () => readFileSync(join(folder, 'strata.log'), 'utf8').trimEnd().split('\n')

describe('the log', () => {
  it('keeps one line a message, whatever is in it, and no terminal codes', () => {
    openLog(folder).info('a\nb\u001b[31m\u009b2J\u202e')
    expect(lines()).toHaveLength(1)
    // biome-ignore format: the classes belong on one line
    expect(lines()[0]).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/)
    expect(JSON.parse(lines()[0] ?? '')).toMatchObject({
      level: 'info',
      message: 'a\nb\u001b[31m\u009b2J\u202e',
    })
  })

  it('hides secrets', () => {
    openLog(folder).warn('https://bob:canary@registry.example refused')
    expect(lines()[0]).not.toContain('canary')
  })

  it('gives a bug an id to quote, with its stack and cause', () => {
    const id = openLog(folder).bug('images:list', new Error('outer', { cause: new Error('inner') }))
    expect(id).toMatch(/^[0-9a-f]{8}$/)
    expect(lines()[0]).toContain(`${id} images:list: Error: outer`)
    expect(lines()[0]).toContain('cause: Error: inner')
  })

  it('takes at most two files of a megabyte, whatever is written', () => {
    const log = openLog(folder)
    for (let n = 0; n < 400; n += 1) log.info('x'.repeat(20_000))
    expect(readdirSync(folder).sort()).toEqual(['strata.log', 'strata.log.1'])
    for (const name of readdirSync(folder))
      expect(statSync(join(folder, name)).size).toBeLessThanOrEqual(1_010_000)
  })

  it('goes on after the last start, and without a folder to write to', () => {
    writeFileSync(join(folder, 'strata.log'), 'before\n')
    openLog(folder).info('after')
    expect(lines()[0]).toBe('before')
    expect(() => openLog(join(folder, 'strata.log', 'none')).info('x')).not.toThrow()
  })
})
