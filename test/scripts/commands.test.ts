import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isRoot } from '../../scripts/lib/debian/host.mjs'

type End = { code: number | null; stdout: string; stderr: string }

function script(name: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Promise<End> {
  const child = spawn(process.execPath, [`scripts/${name}.mjs`, ...args], { env: { ...process.env, ...env } })
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

describe('npm start', () => {
  it.runIf(process.platform === 'linux' && isRoot)(
    'explains and stops as root, before it does anything',
    async () => {
      const { code, stderr } = await script('start')
      expect(code).toBe(1)
      expect(stderr).toContain("Chromium's sandbox")
      expect(stderr).toContain('npm run demo')
      expect(stderr).not.toContain('--no-sandbox')
    },
  )
})

describe('npm run demo', () => {
  it.runIf(process.platform === 'linux')('says how to do without a screen where there is none', async () => {
    const { code, stderr } = await script('demo', [], { DISPLAY: '', WAYLAND_DISPLAY: '' })
    expect(code).toBe(1)
    expect(stderr).toContain('--headless --shots')
  })
})

describe('npm test', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'strata-bin-'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it.each([['--only=nothing'], ['--fast']])('%s is refused, and red', async (word) => {
    const { code, stdout } = await script('test', [word])
    expect(code).toBe(1)
    expect(stdout).toBe('0 passed, 1 failed\n')
  })
})

describe('npm run test:matrix', () => {
  it('names an engine that is missing, and is not green', async () => {
    // An empty PATH for apt: no package can be had, and the cache is a new one.
    const cache = mkdtempSync(join(tmpdir(), 'strata-cache-'))
    try {
      const { code, stdout, stderr } = await script('matrix', ['--only=20.10'], {
        STRATA_CACHE: cache,
        APT_CONFIG: '/dev/null',
        http_proxy: 'http://127.0.0.1:9',
        https_proxy: 'http://127.0.0.1:9',
      })
      expect(stderr).toContain('SKIPPED 20.10')
      expect(stdout).toBe('0 passed, 0 failed, 1 skipped\n')
      expect(code).toBe(1)
    } finally {
      rmSync(cache, { recursive: true, force: true })
    }
  })
})
