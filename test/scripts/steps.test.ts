import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

type End = { readonly code: number | null; readonly stdout: string; readonly stderr: string }

/** `runSteps` in a process of its own, whose output is what is looked at; `one` and `other` say a line in turns. */
function run(groups: string): Promise<End> {
  const script = `
    const { finish, runSteps } = await import(${JSON.stringify(resolve('scripts/test/runSteps.mjs'))})
    const { say, tell } = await import(${JSON.stringify(resolve('scripts/lib/log.mjs'))})
    const { run } = await import(${JSON.stringify(resolve('scripts/lib/run.mjs'))})
    const passed = { passed: 1, failed: 0, skipped: 0 }
    const turn = () => new Promise((done) => setTimeout(done, 20))
    const talking = (name) => ({
      name,
      run: async () => {
        for (let line = 1; line <= 3; line += 1) {
          say(name + ' says ' + line)
          await turn()
        }
        await run(process.execPath, ['-e', "console.log('a program of " + name + "')"], { show: true })
        tell('FAILED ' + name)
        return passed
      },
    })
    const broken = { name: 'broken', run: () => Promise.reject(new Error('it broke')) }
    finish(await runSteps(${groups}))`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script])
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString()
  })
  return new Promise((done) => child.once('close', (code) => done({ code, stdout, stderr })))
}

const said = (name: string) => [1, 2, 3].map((line) => `${name} says ${line}`).join('\n')

describe('steps', () => {
  it('side by side: what each says stays together, and all of it is there', async () => {
    const { code, stdout, stderr } = await run(`[[[talking('one')], [talking('other'), talking('third')]]]`)
    expect(code).toBe(0)
    expect(stderr).toContain(`── one\n${said('one')}\n`)
    expect(stdout).toContain('a program of one\nFAILED one\n')
    for (const name of ['other', 'third'])
      expect(stdout).toContain(`── ${name}\n${said(name)}\na program of ${name}\nFAILED ${name}\n`)
    expect(stderr).not.toContain('other says')
    expect(stderr).toMatch(/one +1 passed, 0 failed in .*\nother +1 passed.*\nthird +1 passed/)
    expect(stdout.endsWith('\n3 passed, 0 failed\n')).toBe(true)
  })

  it('run whatever became of the ones before, and beside', async () => {
    const { code, stdout, stderr } = await run(`[[[broken, talking('one')], [broken]], [[talking('last')]]]`)
    expect(code).toBe(1)
    expect(stderr).toContain('it broke')
    expect(stdout).toContain('── broken\nit broke\n')
    expect(stderr).toContain(said('last'))
    expect(stdout.endsWith('\n2 passed, 2 failed\n')).toBe(true)
  })
})
