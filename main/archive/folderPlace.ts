import { constants } from 'node:fs'
import { open, realpath } from 'node:fs/promises'
import { isAbsolute, join, posix, relative, sep } from 'node:path'
import { AppFailure, appError } from '@shared/errors'
import { systemCode } from '../files/writeFileSafely'
import type { PartPlace } from './randomAccess'

/** No such thing in a folder, rather than a folder that can't be read. */
const notThere: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG'])
/** A pipe would keep whoever opens it waiting. */
const flags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)

/**
 * Files of a folder. A link that leads out of it is refused, wherever on the way it is.
 * @throws AppFailure SOURCE_LINK_OUTSIDE {path}; what `unreadable` makes of the system's errors
 */
export function folderPlace(
  root: string,
  name: string,
  unreadable: (error: unknown) => AppFailure,
): PartPlace {
  return {
    name,
    async part(wanted) {
      const clean = posix.normalize(wanted)
      if (clean.startsWith('../') || clean === '..' || posix.isAbsolute(clean) || clean.includes('\0')) {
        return undefined
      }
      try {
        const path = await realpath(join(root, clean))
        const inside = relative(root, path)
        if (inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) throw outside(wanted)
        const handle = await open(path, flags)
        const facts = await handle.stat()
        if (facts.isFile()) {
          return { key: clean, path, offset: 0, length: facts.size, isCut: false, handle }
        }
        await handle.close()
        return undefined
      } catch (error) {
        if (error instanceof AppFailure) throw error
        if (notThere.has(systemCode(error))) return undefined
        throw unreadable(error)
      }
    },
    release: async ({ handle }) => await handle.close(),
    close: async () => await Promise.resolve(),
  }
}

function outside(path: string): AppFailure {
  return new AppFailure(appError('SOURCE_LINK_OUTSIDE', { path: path.slice(0, 200) }))
}
