import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { withLock } from '../lock.mjs'
import { messageOf, seconds } from '../log.mjs'
import { cacheDir } from '../paths.mjs'
import { unpackPackages } from './packages.mjs'

const FRESH_FOR = 7 * 24 * 3600 * 1000

/** @typedef {{ folder: string, versions: Record<string, string>, at: number }} Unpacked */

/**
 * A named set of packages, unpacked once and shared by every later run. After a week it is looked up again; when that
 * fails, the older copy still serves.
 * @param {string} name
 * @param {Omit<Parameters<typeof unpackPackages>[0], 'target' | 'scratch'>} request
 * @param {(folder: string) => Promise<void>} [finish] last work on the folder, before anyone sees it
 * @returns {Promise<Unpacked>}
 */
export function cachedPackages(name, request, finish) {
  const base = join(cacheDir(), 'debian')
  return withLock(join(base, `${name}.lock`), async () => {
    const known = read(base, name)
    if (known && Date.now() - known.at < FRESH_FOR) return known
    const start = performance.now()
    // The final path from the start: patched programs hold it inside them. Only the pointer file makes it count.
    const folder = join(base, `${name}-${Date.now()}`)
    try {
      mkdirSync(folder, { recursive: true })
      const versions = await unpackPackages({ ...request, target: folder, scratch: join(base, 'work') })
      await finish?.(folder)
      const made = { folder, versions, at: Date.now() }
      write(base, name, made)
      sweep(base, name, [folder, known?.folder])
      request.note?.(`unpacked ${name} from Debian ${request.suite} in ${seconds(start)}`)
      return made
    } catch (error) {
      rmSync(folder, { recursive: true, force: true })
      if (!known) throw error
      request.note?.(
        `${name} could not be renewed, the copy at hand serves (${messageOf(error).split('\n')[0]})`,
      )
      return known
    }
  })
}

/** @param {string} base @param {string} name @returns {Unpacked | undefined} */
function read(base, name) {
  try {
    const known = JSON.parse(readFileSync(join(base, `${name}.json`), 'utf8'))
    return existsSync(known.folder) ? known : undefined
  } catch {
    return undefined
  }
}

/** @param {string} base @param {string} name @param {Unpacked} made */
function write(base, name, made) {
  const path = join(base, `${name}.json`)
  writeFileSync(`${path}.part`, JSON.stringify(made, undefined, 2))
  renameSync(`${path}.part`, path)
}

/**
 * The copy before the newest is kept: a sandbox that is up may still run from it.
 * @param {string} base @param {string} name @param {readonly (string | undefined)[]} keep
 */
function sweep(base, name, keep) {
  for (const entry of readdirSync(base)) {
    const path = join(base, entry)
    const ours = entry.startsWith(`${name}-`) && /^\d+$/.test(entry.slice(name.length + 1))
    if (ours && !keep.includes(path)) rmSync(path, { recursive: true, force: true })
  }
}
