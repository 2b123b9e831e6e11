import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isAlive, processId } from './process.mjs'

/**
 * Holds `path` (a folder) while `work` runs, against other processes and other calls in this one. A lock whose owner
 * died is taken over, so a killed run never blocks the next.
 * @template T
 * @param {string} path
 * @param {() => Promise<T> | T} work
 * @param {{ timeout?: number }} [options]
 * @returns {Promise<T>}
 */
export async function withLock(path, work, { timeout = 600_000 } = {}) {
  const end = Date.now() + timeout
  while (!take(path)) {
    if (Date.now() > end) throw new Error(`${path} is locked by ${JSON.stringify(ownerOf(path))}`)
    await sleep(50)
  }
  try {
    return await work()
  } finally {
    release(path)
  }
}

/** In one step: a lock that is emptied first could be taken by another before its folder is gone. @param {string} path */
function release(path) {
  const aside = `${path}.done.${process.pid}.${Math.random().toString(36).slice(2)}`
  renameSync(path, aside)
  rmSync(aside, { recursive: true, force: true })
}

/** @param {string} path */
function take(path) {
  mkdirSync(dirname(path), { recursive: true })
  const offer = `${path}.${process.pid}.${Math.random().toString(36).slice(2)}`
  mkdirSync(offer)
  writeFileSync(join(offer, 'owner.json'), JSON.stringify(processId(process.pid)))
  try {
    // Renaming onto a folder that has a file in it fails, so exactly one offer wins and it is never seen without owner.
    renameSync(offer, path)
    return true
  } catch {
    rmSync(offer, { recursive: true, force: true })
  }
  const owner = ownerOf(path)
  if (owner && !isAlive(owner)) evict(path)
  return false
}

/** @param {string} path */
function evict(path) {
  const aside = `${path}.dead.${process.pid}.${Math.random().toString(36).slice(2)}`
  try {
    renameSync(path, aside)
    const owner = ownerOf(aside)
    // Between reading and renaming, another process may have evicted the dead owner and taken the lock: give it back.
    if (owner && isAlive(owner)) renameSync(aside, path)
    else rmSync(aside, { recursive: true, force: true })
  } catch {
    // another process was quicker
  }
}

/** @param {string} path @returns {import('./process.mjs').ProcessId | undefined} */
function ownerOf(path) {
  try {
    return JSON.parse(readFileSync(join(path, 'owner.json'), 'utf8'))
  } catch {
    return undefined
  }
}
