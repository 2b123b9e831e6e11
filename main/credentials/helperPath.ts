import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { delimiter, posix, win32 } from 'node:path'

export type Machine = {
  readonly env: NodeJS.ProcessEnv
  readonly homedir: string
  readonly platform: NodeJS.Platform
}

export type FoundProgram = {
  readonly path: string
  /** False: the app's own PATH lacks this folder, as it does for an app that was started from a dock or a menu. */
  readonly onPath: boolean
}

/**
 * Where an executable is: absolute folders of PATH first, then the folders that installers of Docker, Homebrew and
 * distributions use. Relative folders are passed over, as Go's LookPath does: they would run what lies in some folder.
 */
export async function findProgram(name: string, machine: Machine): Promise<FoundProgram | undefined> {
  const file = machine.platform === 'win32' ? `${name}.exe` : name
  const paths = pathOf(machine)
  for (const { folder, onPath } of searchedFolders(machine)) {
    const path = paths.join(folder, file)
    if (await isExecutable(path)) return { path, onPath }
  }
  return undefined
}

/** PATH for the helper itself, which may call others (`pass`, `gpg`, cloud tools) from the same folders. */
export function extendedPath(machine: Machine): string {
  return searchedFolders(machine)
    .map(({ folder }) => folder)
    .join(machine.platform === 'win32' ? ';' : delimiter)
}

/** The variable's name as this environment spells it: Windows has `Path`. */
export function pathVariable(machine: Machine): string {
  if (machine.platform !== 'win32') return 'PATH'
  return Object.keys(machine.env).find((name) => name.toUpperCase() === 'PATH') ?? 'Path'
}

function searchedFolders(machine: Machine): readonly { readonly folder: string; readonly onPath: boolean }[] {
  const paths = pathOf(machine)
  const path = machine.env[pathVariable(machine)] ?? ''
  const listed = path
    .split(machine.platform === 'win32' ? ';' : ':')
    .filter((folder) => paths.isAbsolute(folder))
  const known = new Set(listed)
  const more = usualFolders(machine).filter((folder) => paths.isAbsolute(folder) && !known.has(folder))
  return [
    ...[...known].map((folder) => ({ folder, onPath: true })),
    ...more.map((folder) => ({ folder, onPath: false })),
  ]
}

function usualFolders({ platform, homedir, env }: Machine): readonly string[] {
  if (platform === 'win32') {
    const programs = env.ProgramFiles ?? 'C:\\Program Files'
    const local = env.LOCALAPPDATA ?? win32.join(homedir, 'AppData', 'Local')
    return [
      win32.join(programs, 'Docker', 'Docker', 'resources', 'bin'),
      win32.join(local, 'Programs', 'DockerDesktop', 'resources', 'bin'),
      win32.join(programs, 'Rancher Desktop', 'resources', 'resources', 'win32', 'bin'),
    ]
  }
  const own = [
    posix.join(homedir, '.docker', 'bin'),
    posix.join(homedir, '.rd', 'bin'),
    posix.join(homedir, '.local', 'bin'),
  ]
  if (platform === 'darwin') {
    return [
      '/usr/local/bin',
      '/opt/homebrew/bin',
      '/Applications/Docker.app/Contents/Resources/bin',
      ...own,
      '/opt/local/bin',
      '/usr/bin',
      '/bin',
    ]
  }
  return ['/usr/local/bin', '/usr/bin', '/bin', '/snap/bin', ...own, '/home/linuxbrew/.linuxbrew/bin']
}

function pathOf({ platform }: Machine): typeof posix {
  return platform === 'win32' ? win32 : posix
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK)
    return (await stat(path)).isFile()
  } catch {
    return false
  }
}
