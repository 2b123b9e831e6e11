import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { isAlive, waitSync } from '../lib/process.mjs'

/** @typedef {import('./live.mjs').LiveRecord} LiveRecord */

/**
 * Everything of one sandbox goes. All of it is synchronous, so the same code serves an orderly end, a signal, an exit
 * handler and the next start after a kill -9; every step may find its work already done.
 * @param {LiveRecord} record
 */
export function tearDown(record) {
  if (record.containers) removeContainers(record.containers)
  // The first process of a PID namespace takes all others with it, and the last of them takes the private mounts.
  if (record.holder && isAlive(record.holder)) {
    const { holder } = record
    process.kill(holder.pid, 'SIGKILL')
    if (!waitSync(() => !isAlive(holder), 20_000)) throw new Error(`process ${holder.pid} does not end`)
  }
  if (record.bridge) removeLinks([record.bridge, ...userBridges(record.folder)])
  if (record.cgroup) removeCgroups(record.cgroup)
  removeFolder(record.folder)
}

/** @param {NonNullable<LiveRecord['containers']>} containers */
function removeContainers({ cli, host, names }) {
  const env = host ? { ...process.env, DOCKER_HOST: host } : process.env
  spawnSync(cli, ['rm', '--force', '--volumes', ...names], { env, stdio: 'ignore', timeout: 60_000 })
}

/**
 * Networks that tests made are bridges on the host; the engine's own database is the only list of them after a kill.
 * @param {string} folder
 */
function userBridges(folder) {
  try {
    const database = readFileSync(join(folder, 'data/network/files/local-kv.db'), 'latin1')
    const ids = new Set([...database.matchAll(/[0-9a-f]{64}/g)].map(([id]) => `br-${id.slice(0, 12)}`))
    return [...ids]
  } catch {
    return []
  }
}

/** @param {readonly string[]} names */
function removeLinks(names) {
  const links = spawnSync('ip', ['-oneline', 'link'], { encoding: 'utf8' }).stdout
  for (const name of names) {
    if (links.includes(` ${name}: `)) spawnSync('ip', ['link', 'delete', name], { stdio: 'ignore' })
  }
}

/** @returns {string[][]} the fields of each mount of this process */
function mounts() {
  return readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .map((line) => line.split(' '))
}

/** Containers' groups stay behind as empty folders in every hierarchy. @param {string} name */
function removeCgroups(name) {
  for (const fields of mounts()) {
    const type = fields[fields.indexOf('-') + 1]
    if (!type?.startsWith('cgroup') || !fields[4]) continue
    const path = join(fields[4], name)
    if (existsSync(path)) waitSync(() => removeGroup(path), 5_000)
  }
}

/** @param {string} path @returns {boolean} false while a dying process still counts as a member */
function removeGroup(path) {
  try {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      if (entry.isDirectory() && !removeGroup(join(path, entry.name))) return false
    }
    rmdirSync(path)
    return true
  } catch {
    return !existsSync(path)
  }
}

/** @param {string} folder */
function mountsBelow(folder) {
  return mounts()
    .map((fields) => (fields[4] ?? '').replace(/\\040/g, ' '))
    .filter((path) => path === folder || path.startsWith(`${folder}/`))
    .sort()
    .reverse()
}

/** @param {string} folder */
function removeFolder(folder) {
  if (process.platform === 'linux') {
    for (const path of mountsBelow(folder)) spawnSync('umount', ['--lazy', path], { stdio: 'ignore' })
    // Deleting through a mount would delete what is mounted.
    if (mountsBelow(folder).length > 0) throw new Error(`${folder} still has mounts, it is left alone`)
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
}
