import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { isDebian, isRoot } from '../../scripts/lib/debian/host.mjs'
import { layerOf } from '../../scripts/sandbox/images/archive.mjs'
import { loadImages } from '../../scripts/sandbox/images/load.mjs'
import { bringUp } from '../../scripts/sandbox/index.mjs'
import type { SandboxInfo } from '../../scripts/sandbox/types'

const run = promisify(execFile)

async function docker({ cli, cliEnv }: SandboxInfo, ...args: string[]): Promise<string> {
  return (await run(cli, args, { env: { ...process.env, ...cliEnv } })).stdout.trim()
}

async function echoInContainer(info: SandboxInfo): Promise<string> {
  const program = readFileSync(info.busybox ?? '')
  const layer = layerOf([{ name: 'bin/busybox', content: program, mode: 0o755 }])
  await loadImages(info, [{ tags: ['run:1'], steps: [{ createdBy: 'busybox', layer }] }])
  return await docker(info, 'run', '--rm', 'run:1', '/bin/busybox', 'echo', 'it runs')
}

describe.runIf(isDebian && isRoot)('engines from Debian', () => {
  afterEach(() => vi.unstubAllEnvs())

  it.each([
    ['20.10', /^20\.10\./, 'classic'],
    ['26.1', /^26\.1\./, 'classic'],
    ['newest', /^\d+\./, 'classic'],
    ['newest-containerd', /^\d+\./, 'containerd'],
  ] as const)('%s is what it is called, and runs containers', async (engine, version, store) => {
    const { info, close } = await bringUp({ engine, log: () => {} })
    try {
      expect(info.engineVersion).toMatch(version)
      expect(info.store).toBe(store)
      expect(await echoInContainer(info)).toBe('it runs')
    } finally {
      await close()
    }
  })

  it.each(['20.10', 'newest'] as const)(
    '%s runs on its own libc where the host is too old for it',
    async (engine) => {
      vi.stubEnv('STRATA_SANDBOX_LIBC', 'suite')
      const { info, engineProcess, close } = await bringUp({ engine, log: () => {} })
      try {
        const maps = readFileSync(`/proc/${engineProcess?.pid}/maps`, 'utf8')
        const libraries = [...new Set(maps.match(/\/\S+\.so[.\d]*$/gm))]
        expect(libraries.some((path) => path.includes('libc.so'))).toBe(true)
        // The host's nsswitch.conf may ask for a module of the host's, which the libc loads by name.
        const own = /\/debian\/engine-\w+-libc-\d+\/|\/libnss_/
        expect(libraries.filter((path) => !own.test(path))).toEqual([])
        expect(await echoInContainer(info)).toBe('it runs')
      } finally {
        await close()
      }
    },
  )

  it('an engine that someone offers serves, and stays', async () => {
    const offered = await bringUp({ engine: 'newest', log: () => {} })
    try {
      vi.stubEnv('STRATA_TEST_DOCKER_HOST', offered.info.host)
      const sandbox = await bringUp({ registry: true, log: () => {} })
      expect(sandbox.info.host).toBe(offered.info.host)
      expect(sandbox.engineProcess).toBeUndefined()
      expect(await echoInContainer(sandbox.info)).toBe('it runs')
      await docker(sandbox.info, 'tag', 'run:1', `${sandbox.info.registry?.host}/run:1`)
      await docker(sandbox.info, 'push', `${sandbox.info.registry?.host}/run:1`)
      await sandbox.close()
      expect(await docker(offered.info, 'version', '--format', '{{.Server.Version}}')).toBe(
        offered.info.engineVersion,
      )
    } finally {
      await offered.close()
    }
  })
})
