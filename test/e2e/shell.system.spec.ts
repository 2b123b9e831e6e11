import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from './fixtures'
import { openBait } from './support/bait'
import { electronPath } from './support/electronPath'
import { appEnvironment, appFolder, builtApp, rootFlags } from './support/launch'
import { mainLog } from './support/mainLog'

/*
 * The app as a person starts it, without Playwright: its debugging ports would be the ones found.
 */
test.describe('the processes of the app', () => {
  test.skip(process.platform !== 'linux', 'reads /proc')

  let scratch = ''
  let child: ChildProcess | undefined
  test.beforeEach(() => {
    scratch = mkdtempSync(join(tmpdir(), 'strata-system-'))
  })
  test.afterEach(async () => {
    const running = child
    if (running !== undefined && running.exitCode === null && running.signalCode === null) {
      const gone = new Promise((resolve) => running.once('exit', resolve))
      running.kill('SIGTERM')
      await gone
    }
    child = undefined
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 })
  })

  async function shown(userData: string): Promise<void> {
    const messages = () => mainLog(userData).map(({ message }) => message)
    await expect.poll(messages, { timeout: 40_000 }).toContain('window shown')
  }

  test('listen on no TCP port', async () => {
    const userData = join(scratch, 'data')
    child = spawn(await electronPath(), [...rootFlags(), builtApp()], {
      env: appEnvironment(scratch, userData, {}),
      stdio: 'ignore',
    })
    await shown(userData)
    const pids = family(child.pid ?? 0)
    expect(pids.length).toBeGreaterThan(2)
    expect(listeners(pids)).toEqual([])
    // The same look finds a port where there is one.
    const bait = await openBait()
    expect(listeners([process.pid])).toHaveLength(1)
    await bait.close()
  })

  test('as an ordinary user: every page process is inside the system-call filter of Chromium', async () => {
    test.skip(process.getuid?.() !== 0, 'starts the app as another user, which takes root')
    const nobody = { uid: 65_534, gid: 65_534 }
    test.skip(
      !hasUserNamespaces(nobody),
      'this kernel gives ordinary users no namespaces, and no setuid helper is installed',
    )
    const electron = copyFor(nobody, dirname(await electronPath()), join(scratch, 'electron'))
    const app = join(scratch, 'app')
    for (const name of ['out', 'build', 'package.json'])
      cpSync(join(appFolder, name), join(app, name), { recursive: true })
    for (const name of productionModules()) {
      cpSync(join(appFolder, 'node_modules', name), join(app, 'node_modules', name), { recursive: true })
    }
    own(nobody, scratch)
    const userData = join(scratch, 'data')
    const { XAUTHORITY: authority, ...env } = appEnvironment(scratch, userData, {})
    const ownAuthority = join(scratch, 'xauthority')
    if (authority !== undefined && existsSync(authority)) cpSync(authority, ownAuthority)
    own(nobody, scratch)
    child = spawn(join(electron, 'electron'), [app], {
      ...nobody,
      env: { ...env, HOME: scratch, XAUTHORITY: ownAuthority, XDG_RUNTIME_DIR: scratch },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    await shown(userData)
    const renderers = family(child.pid ?? 0).filter((pid) => commandOf(pid).includes('--type=renderer'))
    expect(renderers.length).toBeGreaterThan(0)
    for (const pid of renderers) {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8')
      // 2: a filter is on. Several pids: it lives in a namespace of its own.
      expect(/^Seccomp:\s+(\d)/m.exec(status)?.[1]).toBe('2')
      expect(/^NSpid:\s+(.+)$/m.exec(status)?.[1]?.split(/\s+/).length).toBeGreaterThan(1)
      expect(/^CapEff:\s+(\w+)/m.exec(status)?.[1]).toMatch(/^0+$/)
    }
  })
})

test('nothing that ships turns the sandbox off', () => {
  const shipped = ['main', 'preload', 'renderer', 'shared', 'electron-builder.yml', 'package.json']
  const found = execFileSync(
    'grep',
    ['-rlE', 'no-sandbox|disable-web-security|allow-running-insecure', ...shipped],
    {
      cwd: appFolder,
      encoding: 'utf8',
    },
  )
  // The one place that reads the switch, and adds none.
  expect(found.trim().split('\n')).toEqual(['main/main.ts'])
  expect(readFileSync(join(appFolder, 'main/main.ts'), 'utf8')).not.toContain('appendSwitch')
})

/** A process and all that descend from it. */
function family(root: number): readonly number[] {
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc').filter((each) => /^\d+$/.test(each))) {
    const stat = tryRead(`/proc/${name}/stat`)
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
    if (stat !== '') parents.set(Number(name), parent)
  }
  const members = [root]
  for (const member of members) for (const [pid, parent] of parents) if (parent === member) members.push(pid)
  return members
}

function commandOf(pid: number): string {
  return tryRead(`/proc/${pid}/cmdline`).replaceAll('\0', ' ')
}

/** Local addresses in state LISTEN (0A) whose socket one of the processes holds. */
function listeners(pids: readonly number[]): readonly string[] {
  const sockets = new Set(pids.flatMap(socketsOf))
  return ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) =>
    tryRead(table)
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[3] === '0A' && sockets.has(fields[9] ?? ''))
      .map((fields) => fields[1] ?? ''),
  )
}

function socketsOf(pid: number): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      const inode = /^socket:\[(\d+)\]$/.exec(tryLink(`/proc/${pid}/fd/${fd}`))?.[1]
      return inode === undefined ? [] : [inode]
    })
  } catch {
    return []
  }
}

function tryRead(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function tryLink(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return ''
  }
}

type User = { readonly uid: number; readonly gid: number }

function hasUserNamespaces(user: User): boolean {
  try {
    execFileSync('unshare', ['--user', '--pid', '--fork', 'true'], { ...user, stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

function copyFor(user: User, from: string, to: string): string {
  mkdirSync(to)
  cpSync(from, to, { recursive: true })
  own(user, to)
  // Without root's ownership it is no setuid helper, and its being there would only stop the start.
  rmSync(join(to, 'chrome-sandbox'), { force: true })
  return to
}

function own({ uid, gid }: User, folder: string): void {
  chownSync(folder, uid, gid)
  chmodSync(folder, 0o755)
  execFileSync('chown', ['-R', `${uid}:${gid}`, folder])
}

/** Packages that the bundle leaves outside, and theirs. */
function productionModules(): readonly string[] {
  const lock: { packages: Record<string, { dev?: boolean; optional?: boolean }> } = JSON.parse(
    readFileSync(join(appFolder, 'package-lock.json'), 'utf8'),
  )
  return Object.entries(lock.packages)
    .filter(([path, { dev }]) => path.startsWith('node_modules/') && dev !== true)
    .map(([path]) => path.slice('node_modules/'.length))
    .filter((name) => existsSync(join(appFolder, 'node_modules', name)))
}
