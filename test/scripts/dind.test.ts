import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { isDebian, isRoot } from '../../scripts/lib/debian/host.mjs'
import { processId } from '../../scripts/lib/process.mjs'
import { dindEngine } from '../../scripts/sandbox/dind.mjs'
import { layerOf } from '../../scripts/sandbox/images/archive.mjs'
import { loadImages } from '../../scripts/sandbox/images/load.mjs'
import { bringUp } from '../../scripts/sandbox/index.mjs'
import { tearDown } from '../../scripts/sandbox/teardown.mjs'
import type { Sandbox, SandboxInfo } from '../../scripts/sandbox/types'
import { makeDindImages } from './support/dindImages'

const run = promisify(execFile)

async function docker({ cli, cliEnv }: SandboxInfo, ...args: string[]): Promise<string> {
  return (await run(cli, args, { env: { ...process.env, ...cliEnv } })).stdout.trim()
}

/** In no order of time: images of the same second stand in any. */
async function sorted(info: SandboxInfo): Promise<readonly string[]> {
  return (await docker(info, 'images', '--quiet')).split('\n').sort()
}

// The user's Docker is played by a sandbox: everywhere else this would need Docker Hub.
describe.runIf(isDebian && isRoot)('an engine in a container on the user’s Docker', () => {
  let users: Sandbox
  beforeAll(async () => {
    vi.stubEnv('STRATA_SANDBOX_LIBC', 'suite')
    users = await bringUp({ engine: 'newest', log: () => {} })
    await makeDindImages(users.info)
  })
  afterEach(() => vi.unstubAllEnvs())
  afterAll(async () => await users.close())

  it('serves with its registries, can be broken, and goes without a trace', async () => {
    vi.stubEnv('DOCKER_HOST', users.info.host)
    const record = {
      name: `strata-dind-${process.pid}`,
      owner: processId(process.pid),
      folder: `/var/tmp/strata-dind-${process.pid}`,
    }
    const images = await sorted(users.info)
    try {
      const { info, engineProcess } = await dindEngine(record, users.info.cli, { registry: true }, () => {})
      expect(info.host).toMatch(/^tcp:\/\/127\.0\.0\.1:\d+$/)
      expect(info.engineVersion).toBe(users.info.engineVersion)
      const layer = layerOf([{ name: 'data', content: 'x' }])
      const reference = `${info.registry?.host}/in/dind:1`
      await loadImages(info, [{ tags: [reference], steps: [{ createdBy: 'x', layer }] }])
      expect(await docker(info, 'push', reference)).toContain('digest: sha256:')
      const { host = '', username = '', password = '' } = info.htpasswdRegistry ?? {}
      await docker(info, 'tag', reference, `${host}/in/dind:1`)
      await expect(docker(info, 'push', `${host}/in/dind:1`)).rejects.toThrow(
        /no basic auth|unauthorized|denied/,
      )
      await docker(info, 'login', '--username', username, '--password', password, host)
      expect(await docker(info, 'push', `${host}/in/dind:1`)).toContain('digest: sha256:')
      await engineProcess?.kill9()
      await expect(docker(info, 'version')).rejects.toThrow('Cannot connect')
      await engineProcess?.restart()
      expect(await docker(info, 'images', '--quiet')).not.toBe('')
    } finally {
      tearDown(record)
    }
    expect(await docker(users.info, 'ps', '--all', '--quiet')).toBe('')
    expect(await docker(users.info, 'volume', 'ls', '--quiet')).toBe('')
    expect(await sorted(users.info)).toEqual(images)
  })
})
