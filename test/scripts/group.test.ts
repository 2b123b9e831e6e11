import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { until } from '../../scripts/lib/wait.mjs'
import { markedProcesses } from './support/machine'
import { newMark } from './support/upAndDown'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'strata-group-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** A runner whose worker never listens, started by a script that ends it after `minutes`. */
function stuckRunner(minutes: number, mark: string) {
  const [name = '', value = ''] = mark.split('=')
  const runner = join(folder, 'runner.mjs')
  writeFileSync(
    runner,
    `import { spawn } from 'node:child_process'
     spawn(process.execPath, ['-e', "process.on('SIGTERM', () => {}); for (;;);"], { stdio: 'ignore' })`,
  )
  const script = `
    const { runGroup } = await import(${JSON.stringify(resolve('scripts/lib/group.mjs'))})
    const code = await runGroup(${JSON.stringify(runner)}, [], { env: process.env, minutes: ${minutes} })
    process.exit(code === 0 ? 0 : 7)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    env: { ...process.env, [name]: value },
    stdio: 'ignore',
  })
  return { child, ended: new Promise((done) => child.once('exit', done)) }
}

const nothingLeft = async (mark: string) =>
  await until(() => (markedProcesses(mark).length === 0 ? true : undefined), {
    timeout: 30_000,
    what: 'no process left',
  })

it.runIf(process.platform === 'linux')(
  'a runner that hangs is ended with its workers, and counts as failed',
  async () => {
    const mark = newMark()
    const { ended } = stuckRunner(0.01, mark)
    expect(await ended).toBe(7)
    await nothingLeft(mark)
  },
)

it.runIf(process.platform === 'linux')('a signal to the script ends the runner and its workers', async () => {
  const mark = newMark()
  const { child, ended } = stuckRunner(5, mark)
  await until(() => (markedProcesses(mark).length >= 3 ? true : undefined), {
    timeout: 30_000,
    what: 'all to be up',
  })
  child.kill('SIGTERM')
  expect(await ended).toBe(143)
  await nothingLeft(mark)
})
