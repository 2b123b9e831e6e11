import { readFileSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Who may use a socket: its group by name, or by number where /etc/group does not know it. When the folder above can't
 * be passed either, the nearest thing that can be looked at is named: that is what bars the way. On Windows a pipe tells
 * nothing; Docker Desktop's installer makes the group `docker-users` for it.
 */
export function socketOwner(
  path: string,
  platform: NodeJS.Platform,
): { readonly path: string; readonly group: string } {
  if (platform === 'win32') return { path, group: 'docker-users' }
  for (let place = path; ; place = dirname(place)) {
    const gid = groupOf(place)
    if (gid !== undefined) return { path: place, group: groupName(gid) }
    if (place === dirname(place)) return { path, group: '' }
  }
}

function groupOf(path: string): number | undefined {
  try {
    return statSync(path).gid
  } catch {
    return undefined
  }
}

function groupName(gid: number): string {
  try {
    const line = readFileSync('/etc/group', 'utf8')
      .split('\n')
      .find((entry) => entry.split(':')[2] === String(gid))
    return line?.split(':')[0] ?? String(gid)
  } catch {
    return String(gid)
  }
}
