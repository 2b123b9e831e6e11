import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { cachedPackages } from '../../../scripts/lib/debian/cached.mjs'
import { hostSuite } from '../../../scripts/lib/debian/host.mjs'
import { cacheDir } from '../../../scripts/lib/paths.mjs'
import type { SandboxInfo } from '../../../scripts/sandbox/types'
import type { Network } from './machine'

const runFile = promisify(execFile)

/** A fresh network namespace with loopback, held open by a process of its own. */
export async function freshNetwork(): Promise<Network & { close(): void }> {
  const holder = spawn(
    'unshare',
    ['--net', 'sh', '-c', 'ip link set lo up && echo ready && exec sleep 100000'],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  await new Promise((done) => holder.stdout.once('data', done))
  return { pid: holder.pid ?? 0, close: () => void holder.kill('SIGKILL') }
}

/** `nft`, unpacked and not installed, with the libraries it needs. */
export async function nftables(): Promise<string[]> {
  const request = { suite: hostSuite, packages: ['nftables'], withLibraries: ['nftables'] }
  const { folder } = await cachedPackages(`nftables-${hostSuite}`, request)
  const libraries = [join(folder, 'usr/lib/x86_64-linux-gnu'), join(folder, 'lib/x86_64-linux-gnu')]
  return ['env', `LD_LIBRARY_PATH=${libraries.join(':')}`, join(folder, 'usr/sbin/nft')]
}

export type Held = {
  child: ChildProcess
  info: SandboxInfo
  docker: (...args: string[]) => Promise<string>
  /** the whole process group gets it, as from a terminal */
  terminal: (signal: NodeJS.Signals) => void
  ended: Promise<number | undefined>
}

export function newMark(): string {
  return `STRATA_MARK=${randomBytes(8).toString('hex')}`
}

/** A cache whose list of live sandboxes nobody else reads, with the packages of the usual one. */
export function ownCache(): string {
  const cache = mkdtempSync(join(tmpdir(), 'strata-cache-'))
  mkdirSync(join(cacheDir(), 'debian'), { recursive: true })
  symlinkSync(join(cacheDir(), 'debian'), join(cache, 'debian'))
  return cache
}

const started = new Set<ChildProcess>()

/** For the end of a test that failed in the middle. */
export async function endAll(): Promise<void> {
  for (const child of started) {
    if (child.exitCode !== null || child.signalCode !== null) continue
    const ended = new Promise((done) => child.once('exit', done))
    child.kill('SIGTERM')
    await ended
  }
  started.clear()
}

export type Place = { network: Network; cache: string; mark: string }

/** scripts/dev-sandbox.mjs in its own process group and in the given network. */
export function start({ network, cache, mark }: Place, args: readonly string[] = ['newest']): ChildProcess {
  const [name = '', value = ''] = mark.split('=')
  const script = resolve('scripts/dev-sandbox.mjs')
  const command = ['--target', String(network.pid), '--net', '--', process.execPath, script, ...args]
  const child = spawn('nsenter', command, {
    detached: true,
    env: { ...process.env, [name]: value, STRATA_CACHE: cache },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  started.add(child)
  return child
}

export async function hold(place: Place, args?: readonly string[]): Promise<Held> {
  const child = start(place, args)
  const ended = new Promise<number | undefined>((done) =>
    child.once('exit', (code) => done(code ?? undefined)),
  )
  const path = await new Promise<string>((done, fail) => {
    let output = ''
    let errors = ''
    child.stderr?.on('data', (chunk: Buffer) => {
      errors += chunk.toString()
    })
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      const found = /STRATA_SANDBOX=(\S+)\n/.exec(output)
      if (found?.[1]) done(found[1])
    })
    void ended.then((code) => fail(new Error(`ended with ${code}: ${errors}`)))
  })
  const info = JSON.parse(readFileSync(path, 'utf8')) as SandboxInfo
  return {
    child,
    info,
    ended,
    terminal: (signal) => void process.kill(-(child.pid ?? 0), signal),
    docker: async (...args) =>
      (await runFile(info.cli, args, { env: { ...process.env, ...info.cliEnv } })).stdout.trim(),
  }
}

/** Leaves as much behind as a user can: a network, a volume, running and published containers, a build. */
export async function makeAMess({ docker, info }: Held): Promise<void> {
  const { loadImages } = await import('../../../scripts/sandbox/images/load.mjs')
  const { layerOf } = await import('../../../scripts/sandbox/images/archive.mjs')
  const program = readFileSync(info.busybox ?? '')
  const layer = layerOf([{ name: 'bin/busybox', content: program, mode: 0o755 }])
  await loadImages(info, [{ tags: ['mess:1'], steps: [{ createdBy: 'busybox', layer }] }])
  await docker('network', 'create', 'mess')
  const sleep = ['mess:1', '/bin/busybox', 'sleep', '100000']
  await docker('run', '--detach', '--network', 'mess', '--volume', 'mess:/data', ...sleep)
  await docker('run', '--detach', '--publish', '127.0.0.1::80', '--restart', 'always', ...sleep)
  await docker('run', '--detach', '--network', 'host', '--pid', 'host', ...sleep)
  const registry = info.registry?.host ?? ''
  await docker('tag', 'mess:1', `${registry}/mess:1`)
  await docker('push', `${registry}/mess:1`)
}
