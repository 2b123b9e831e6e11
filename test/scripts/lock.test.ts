import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { withLock } from '../../scripts/lib/lock.mjs'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'strata-lock-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('lets one in at a time, among processes too', async () => {
  const module = resolve('scripts/lib/lock.mjs')
  const counter = join(folder, 'counter')
  writeFileSync(counter, '0')
  // Reading and writing with a pause between loses counts whenever two are in at once.
  const script = `
    const { withLock } = await import(${JSON.stringify(module)})
    const { readFileSync, writeFileSync } = await import('node:fs')
    const once = () => withLock(${JSON.stringify(join(folder, 'lock'))}, async () => {
      const value = Number(readFileSync(${JSON.stringify(counter)}, 'utf8'))
      await new Promise((done) => setTimeout(done, 2))
      writeFileSync(${JSON.stringify(counter)}, String(value + 1))
    })
    await Promise.all(Array.from({ length: 5 }, once))`
  const codes = await Promise.all(
    Array.from({ length: 4 }, async () => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'inherit' })
      return await new Promise((done) => child.once('exit', done))
    }),
  )
  expect(codes).toEqual([0, 0, 0, 0])
  expect(readFileSync(counter, 'utf8')).toBe('20')
  expect(readdirSync(folder)).toEqual(['counter'])
})

it('is taken over from an owner that died', async () => {
  const path = join(folder, 'lock')
  mkdirSync(path)
  writeFileSync(join(path, 'owner.json'), JSON.stringify({ pid: process.pid, started: 'in another life' }))
  expect(await withLock(path, () => 'in')).toBe('in')
  expect(existsSync(path)).toBe(false)
})

it('is given back when the work fails', async () => {
  const path = join(folder, 'lock')
  await expect(withLock(path, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await withLock(path, () => 'in')).toBe('in')
})

it('says who holds it when the wait is over', async () => {
  const path = join(folder, 'lock')
  await withLock(path, async () => {
    await expect(withLock(path, () => 'in', { timeout: 100 })).rejects.toThrow(String(process.pid))
  })
})
