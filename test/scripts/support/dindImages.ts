import { execFileSync, spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { debianToolset } from '../../../scripts/sandbox/toolset.mjs'
import type { SandboxInfo } from '../../../scripts/sandbox/types'

const APPLETS = ['sh', 'mkdir', 'mount', 'cat', 'modprobe', 'ps', 'rm']

/**
 * Images under the names that the dind way pulls from Docker Hub, made of Debian's programs: enough of them to start
 * the same commands. Call it with STRATA_SANDBOX_LIBC=suite, since an image has no libraries of the host.
 */
export async function makeDindImages({ cli, cliEnv, busybox = '' }: SandboxInfo): Promise<void> {
  const { path, registry = '' } = await debianToolset('newest', () => {})
  const engine = dirname(dirname(path[0] ?? ''))
  const loader = execFileSync('find', [engine, '-type', 'f', '-name', 'ld-linux*'], {
    encoding: 'utf8',
  }).trim()
  const folder = mkdtempSync(join(tmpdir(), 'strata-dind-'))
  const image = (name: string, changes: readonly string[], outside: readonly string[]) => {
    const tar = join(folder, 'image.tar')
    execFileSync('tar', [
      '-cf',
      tar,
      '-C',
      join(folder, 'root'),
      '.',
      '-C',
      '/',
      ...outside.map((each) => each.slice(1)),
    ])
    const args = ['import', ...changes.flatMap((change) => ['--change', change]), tar, name]
    const { status, stderr } = spawnSync(cli, args, { env: { ...process.env, ...cliEnv }, encoding: 'utf8' })
    rmSync(tar)
    if (status !== 0) throw new Error(stderr)
  }
  try {
    for (const name of ['bin', 'tmp', 'etc/docker', 'var/lib/docker', 'proc', 'sys']) {
      mkdirSync(join(folder, 'root', name), { recursive: true })
    }
    copyFileSync(busybox, join(folder, 'root/bin/busybox'))
    for (const name of APPLETS) symlinkSync('busybox', join(folder, 'root/bin', name))
    symlinkSync('/run', join(folder, 'root/var/run'))
    writeFileSync(
      join(folder, 'root/etc/docker/daemon.json'),
      '{"iptables":false,"ip6tables":false,"bridge":"none"}',
    )
    writeFileSync(
      join(folder, 'root/config.yml'),
      'version: 0.1\nstorage: { inmemory: }\nhttp: { addr: ":5000" }\n',
    )
    const search = `ENV PATH=${join(engine, 'usr/sbin')}:${join(engine, 'usr/bin')}:/bin`
    // As docker:dind's own entry does: process ids start anew with the container, and an old file would lie.
    const entry = JSON.stringify(['/bin/sh', '-c', 'rm -f /var/run/docker*.pid; exec "$@"', 'sh'])
    image('docker:dind', [search, 'VOLUME /var/lib/docker', `ENTRYPOINT ${entry}`], [engine])
    const command = [loader, '--library-path', dirname(loader), registry, 'serve', '/config.yml']
    image('registry:2', [`CMD ${JSON.stringify(command)}`], [dirname(loader), registry])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
