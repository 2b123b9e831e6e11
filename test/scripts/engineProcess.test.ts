import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isDebian, isRoot } from '../../scripts/lib/debian/host.mjs'
import { isAlive, processId } from '../../scripts/lib/process.mjs'
import { archiveOf, layerOf } from '../../scripts/sandbox/images/archive.mjs'
import { loadArchive } from '../../scripts/sandbox/images/load.mjs'
import { bringUp } from '../../scripts/sandbox/index.mjs'
import type { EngineProcess, Sandbox } from '../../scripts/sandbox/types'

describe.runIf(isDebian && isRoot)('a private engine can be broken', () => {
  let sandbox: Sandbox
  let engine: EngineProcess

  beforeAll(async () => {
    sandbox = await bringUp({ engine: 'newest', log: () => {} })
    if (!sandbox.engineProcess) throw new Error('a private engine has a process')
    engine = sandbox.engineProcess
  })
  afterAll(async () => await sandbox.close())

  const docker = async (...args: string[]) => {
    const env = { ...process.env, ...sandbox.info.cliEnv }
    return (await promisify(execFile)(sandbox.info.cli, args, { env })).stdout.trim()
  }

  it.each(['kill9', 'stop'] as const)(
    'by %s, and is back on the same socket with its images',
    async (end) => {
      const reference = `kept:${end.toLowerCase()}`
      const layer = layerOf([{ name: 'data', content: end }])
      await loadArchive(sandbox.info, archiveOf([{ tags: [reference], steps: [{ createdBy: 'x', layer }] }]))
      const before = processId(engine.pid)
      await engine[end]()
      expect(isAlive(before)).toBe(false)
      await expect(docker('version')).rejects.toThrow('Cannot connect')
      await engine.restart()
      expect(engine.pid).not.toBe(before.pid)
      expect(await docker('images', '--format', '{{.Repository}}:{{.Tag}}')).toContain(reference)
    },
  )

  it('may be restarted while it runs', async () => {
    await engine.restart()
    expect(await docker('version', '--format', '{{.Server.Version}}')).toBe(sandbox.info.engineVersion)
  })

  it('takes settings for its daemon.json', async () => {
    const other = await bringUp({ engine: 'newest', log: () => {}, daemonConfig: { labels: ['strata=yes'] } })
    try {
      const env = { ...process.env, ...other.info.cliEnv }
      const { stdout } = await promisify(execFile)(other.info.cli, ['info', '--format', '{{.Labels}}'], {
        env,
      })
      expect(stdout.trim()).toBe('[strata=yes]')
    } finally {
      await other.close()
    }
  })
})
