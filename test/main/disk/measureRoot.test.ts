import { execFileSync } from 'node:child_process'
import { linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Measuring } from '../../../main/disk/measure'
import { measureRoot } from '../../../main/disk/measureRoot'
import { FakeEngine } from '../../fakes/fakeEngine'
import { FakeSession } from '../../fakes/fakeSession'

let root = ''

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'strata-measure-'))
  for (let n = 0; n < 150; n += 1) {
    const folder = join(root, 'overlay2', `layer-${n % 7}`, 'deep')
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, `${n}`), Buffer.alloc(n * 100))
  }
  mkdirSync(join(root, 'image'))
  writeFileSync(join(root, 'image', 'twice'), Buffer.alloc(70_000))
  linkSync(join(root, 'image', 'twice'), join(root, 'overlay2', 'linked'))
  symlinkSync('/etc', join(root, 'image', 'out'))
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

const never = new AbortController().signal

it('is what du says, hard links once and links not followed', async () => {
  const told = execFileSync('du', ['--summarize', '--block-size=1', '--one-file-system', root], {
    encoding: 'utf8',
  })
  const measured = await measureRoot(root, never)
  expect(measured.disk).toBe(Number(told.split('\t')[0]))
  expect(measured).toMatchObject({ root, complete: true })
  expect(measured.content).toBe(100 * ((149 * 150) / 2) + 70_000 + '/etc'.length)
  expect(measured.folders.map(({ name }) => name).toSorted((a, b) => a.localeCompare(b))).toEqual([
    'image',
    'overlay2',
  ])
})

it('stops when it is told to', async () => {
  await expect(measureRoot(root, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough')
  const measuring = new Measuring(new FakeSession(new FakeEngine()))
  expect(measuring.stop()).toBe(false)
})

it('says why there is nothing to measure', async () => {
  expect(await new Measuring(new FakeSession(new FakeEngine())).measure()).toEqual({ type: 'elsewhere' })
})
